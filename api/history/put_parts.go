package history

import (
	"context"

	"fntop/model"
)

// payloadLimit is how long an output or an input may be to be kept, in bytes.
const payloadLimit = 16 << 10

// wordsLimit is how much of an error's text can be searched.
const wordsLimit = 8 << 10

// fault writes what went wrong, and the words to find it by.
func (p *puts) fault(ctx context.Context, n int64, fresh *model.Run, old *kept) error {
	had := old != nil && old.run.ErrorCode+old.run.ErrorMessage != ""
	has := fresh.ErrorCode+fresh.ErrorMessage != ""
	if !had && !has || had && old.run.ErrorCode == fresh.ErrorCode && old.run.ErrorMessage == fresh.ErrorMessage {
		return nil
	}
	if had {
		if err := p.exec(ctx, `DELETE FROM fault WHERE n = ?`, n); err != nil {
			return err
		}
		if err := p.exec(ctx, `DELETE FROM fault_words WHERE rowid = ?`, n); err != nil {
			return err
		}
	}
	if !has {
		return nil
	}
	if err := p.exec(ctx, `INSERT INTO fault (n, code, message) VALUES (?, ?, ?)`, n, text(fresh.ErrorCode), text(fresh.ErrorMessage)); err != nil {
		return err
	}
	return p.exec(ctx, `INSERT INTO fault_words (rowid, text) VALUES (?, ?)`, n, words(fresh.ErrorCode, fresh.ErrorMessage))
}

func words(code, message string) string {
	all := code + " " + message
	return all[:min(len(all), wordsLimit)]
}

// payload writes output and input where they are short enough, and lets go of
// them where the back end did.
func (p *puts) payload(ctx context.Context, n int64, s *sight, fresh *model.Run) error {
	if !fresh.Stripped.IsZero() {
		return p.exec(ctx, `DELETE FROM payload WHERE n = ?`, n)
	}
	out, in := s.detail.RunData, s.detail.Input
	if out == nil && in == nil {
		return nil
	}
	return p.exec(ctx, `INSERT INTO payload (n, output, input, output_bytes, input_bytes) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (n) DO UPDATE SET output = coalesce(excluded.output, output), input = coalesce(excluded.input, input),
			output_bytes = coalesce(excluded.output_bytes, output_bytes), input_bytes = coalesce(excluded.input_bytes, input_bytes)
		WHERE excluded.output IS NOT NULL AND excluded.output IS NOT output OR excluded.input IS NOT NULL AND excluded.input IS NOT input`,
		n, short(out), short(in), size(out), size(in))
}

func short(payload []byte) any {
	if payload == nil || len(payload) > payloadLimit {
		return nil
	}
	return string(payload)
}

func size(payload []byte) any {
	if payload == nil {
		return nil
	}
	return len(payload)
}

func null(micros int64) any {
	if micros == 0 {
		return nil
	}
	return micros
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}
