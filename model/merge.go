package model

import "time"

// Merge returns the run that two copies of it make together: old itself where
// fresh adds nothing to it, else a new one; neither is changed. The copy that
// was updated later wins; where the backend does not say, the one that is
// further on. A newer attempt wins always: it reopens a run that was over.
// What the winner leaves out is kept from the other, so that a list that
// says less than a detail never empties a field; only stripping does.
func Merge(old, fresh *Run) *Run {
	winner, loser := fresh, old
	if older(fresh, old) {
		winner, loser = old, fresh
	}
	m := *winner
	fill(&m, loser)
	if m == *old {
		return old
	}
	return &m
}

func older(a, b *Run) bool {
	if a.Attempt.Known && b.Attempt.Known && a.Attempt.Value.Number != b.Attempt.Value.Number {
		return a.Attempt.Value.Number < b.Attempt.Value.Number
	}
	if !a.Updated.IsZero() && !b.Updated.IsZero() && !a.Updated.Equal(b.Updated) {
		return a.Updated.Before(b.Updated)
	}
	return a.Status.rank() < b.Status.rank()
}

func fill(m *Run, from *Run) {
	// An attempt that is under way again has not ended and has not failed,
	// whatever the attempt before it did.
	reopened := !m.Status.Over() && from.Status.Over()

	fillText(&m.Backend, from.Backend)
	fillText(&m.StatusText, from.StatusText)
	fillRef(&m.Function, from.Function)
	fillRef(&m.Trigger, from.Trigger)
	fillText(&m.TriggerType, from.TriggerType)
	fillText(&m.Source, from.Source)
	fillText(&m.JobID, from.JobID)
	fillText(&m.ExecutionID, from.ExecutionID)
	fillText(&m.Workspace, from.Workspace)
	fillText(&m.CreatedBy, from.CreatedBy)
	fillTime(&m.Created, from.Created)
	fillTime(&m.Started, from.Started)
	fillTime(&m.Updated, from.Updated)
	if !reopened {
		fillTime(&m.Ended, from.Ended)
		fillText(&m.ErrorCode, from.ErrorCode)
		if m.ErrorMessage == "" && m.Stripped.IsZero() {
			m.ErrorMessage, m.ErrorCut = from.ErrorMessage, from.ErrorCut
		}
		fillOpt(&m.MemoryBytes, from.MemoryBytes)
		fillOpt(&m.CPUSeconds, from.CPUSeconds)
	}
	fillOpt(&m.IsRerun, from.IsRerun)
	fillOpt(&m.RerunCount, from.RerunCount)
	fillText(&m.OriginalRunID, from.OriginalRunID)
	fillText(&m.RerunBy, from.RerunBy)
	fillText(&m.RerunReason, from.RerunReason)
	if m.Again == nil {
		m.Again = from.Again
	}
	fillText(&m.FunctionVersion, from.FunctionVersion)
	fillText(&m.FunctionCodeHash, from.FunctionCodeHash)
	fillText(&m.OrchestrationRunID, from.OrchestrationRunID)
	fillText(&m.OrchestrationStepID, from.OrchestrationStepID)
	fillTime(&m.Stripped, from.Stripped)
	fillTime(&m.Archived, from.Archived)
	fillText(&m.ArchiveAddress, from.ArchiveAddress)
	fillOpt(&m.Attempt, from.Attempt)
}

func fillText(to *string, from string) {
	if *to == "" {
		*to = from
	}
}

func fillTime(to *time.Time, from time.Time) {
	if to.IsZero() {
		*to = from
	}
}

func fillOpt[T any](to *Opt[T], from Opt[T]) {
	if !to.Known {
		*to = from
	}
}

func fillRef(to *Ref, from Ref) {
	if to.ID == "" || to.ID == from.ID {
		fillText(&to.ID, from.ID)
		fillText(&to.Name, from.Name)
	}
}
