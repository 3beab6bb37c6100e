package detail

import (
	"encoding/json"
	"fmt"
	"time"

	"fntop/model"
)

var (
	first  = model.Attempt{ID: "att-1f0c", Number: 1}
	second = model.Attempt{ID: "att-9ab2", Number: 2}
)

// atSecond is so long after the run of these scenes was created.
func atSecond(s float64) time.Time {
	return now.Add(-3 * time.Minute).Add(time.Duration(s * float64(time.Second)))
}

func did(seq int64, s float64, kind, node, payload string) model.Entry {
	return model.Entry{Seq: seq, At: atSecond(s), Kind: kind, Node: node, Payload: json.RawMessage(payload)}
}

// agentRun is a run of an agent that waits for a human in its second attempt.
func agentRun() *model.RunDetail {
	r := model.Run{
		ID: model.RunID{Profile: "agents", ID: "2f1e7c55-8a70-4a0e-9c1b-54e07d0f8a21"}, Backend: "agentos",
		Status: model.StatusWaiting, StatusText: "waiting_for_human",
		Function: model.Ref{ID: "a-7", Name: "refunds"}, Created: atSecond(0), Started: atSecond(1.2),
		Attempt: model.Some(second),
	}
	return &model.RunDetail{Run: r, Raw: json.RawMessage(`{"run_id":"2f1e7c55"}`), Input: json.RawMessage(`{"order":48213}`)}
}

// waitingAgent has told of both attempts; entry 4 of the second is missing.
func waitingAgent() *Model {
	m := opened(agentRun())
	m.SetNoticed([]Noticed{
		{At: atSecond(-0.3), Did: "invoke sent", More: "by this fntop"},
		{At: atSecond(2), Status: model.StatusRunning, Attempt: 1},
		{At: atSecond(52.5), Status: model.StatusWaiting, Attempt: 2},
	})
	m.Tell(first, []model.Entry{
		did(1, 1.2, "RUN_STARTED", "", `{"attempt":1}`),
		did(2, 1.3, "NODE_STARTED", "check", `{"node":"check"}`),
		did(3, 9.8, "RUN_FAILED", "", `{"error":"the worker was lost","retried":true}`),
	})
	m.Tell(second, []model.Entry{
		did(1, 13, "RUN_STARTED", "", `{"attempt":2}`),
		did(2, 13.1, "NODE_STARTED", "check", `{"node":"check"}`),
		did(3, 15.9, "TOOL_CALLED", "check", `{"node":"check","tool":"orders.get","arguments":{"id":48213,"expand":["lines","customer","payments","notes"]}}`),
		did(5, 19, "NODE_FINISHED", "check", `{"node":"check","tokens":1830,"cost":0.0140}`),
		did(6, 19.2, "NODE_STARTED", "ask", `{"node":"ask"}`),
		did(7, 52, "HUMAN_INPUT_REQUESTED", "ask", `{"node":"ask","question":"Refund order 48213? The customer says the cup came broken."}`),
	})
	return m
}

// endedAgent is a run of one attempt that is over.
func endedAgent() *Model {
	d := agentRun()
	d.Status, d.StatusText, d.Ended, d.Attempt = model.StatusCompleted, "completed", atSecond(64), model.Some(first)
	m := opened(d)
	m.Tell(first, []model.Entry{
		did(1, 1.2, "RUN_STARTED", "", `{"attempt":1}`),
		did(2, 1.3, "NODE_STARTED", "ask", `{"node":"ask"}`),
		did(3, 4, "HUMAN_INPUT_REQUESTED", "ask", `{"node":"ask","question":"Darf ich 49,90 € erstatten?"}`),
		did(4, 41, "HUMAN_INPUT_RECEIVED", "ask", `{"node":"ask","by":"anna","decision":"approve"}`),
		did(5, 63.5, "NODE_FINISHED", "ask", `{"node":"ask","tokens":211}`),
		did(6, 64, "RUN_FINISHED", "", `null`),
	})
	return m
}

// oldRun was failed, rerun from here, and has lost its output since.
func oldRun() *Model {
	d := strippedRun()
	d.OriginalRunID, d.IsRerun, d.Source, d.RerunReason, d.RerunBy = "", model.Some(false), "http-trigger", "", ""
	m := opened(d)
	again := d.Run
	again.ID.ID, again.OriginalRunID, again.Created, again.RerunBy = originalID, d.ID.ID, d.Ended.Add(time.Hour), "ada@acme.example"
	m.SetLineage([]*model.Run{&d.Run, &again})
	m.SetNoticed([]Noticed{{At: d.Ended.Add(time.Hour - time.Second), Did: "rerun sent", More: "from here"}})
	m.SetNoEntries("Centrali does not tell what a run does on its way.")
	return m
}

// chatty has told n entries of one attempt that is under way.
func chatty(n int) *Model {
	d := agentRun()
	d.Status, d.StatusText, d.Attempt = model.StatusRunning, "running", model.Some(first)
	m := opened(d)
	tellMany(m, 1, n)
	return m
}

// tellMany tells entries from to to, ten a second.
func tellMany(m *Model, from, to int) {
	var all []model.Entry
	for i := from; i <= to; i++ {
		all = append(all, did(int64(i), 1+float64(i)/10, "STEP", fmt.Sprintf("node-%d", i), fmt.Sprintf(`{"n":%d,"note":"entry number %d"}`, i, i)))
	}
	m.Tell(first, all)
}

// hostileAgent tells what no terminal may be told.
func hostileAgent() *Model {
	d := agentRun()
	m := opened(d)
	quoted, _ := json.Marshal(hostile)
	m.Tell(model.Attempt{ID: hostile, Number: 1}, []model.Entry{
		{Seq: 1, At: atSecond(1), Kind: hostile, Node: hostile, Payload: json.RawMessage(`{` + string(quoted) + `:` + string(quoted) + `}`)},
		{Seq: 2, Kind: "\u0301mark", Node: "🏽 skin", Payload: json.RawMessage("\u202e not JSON " + hostile)},
		{Seq: 3, At: atSecond(-1e6), Kind: "HUMAN_" + hostile, Payload: json.RawMessage(`{"question":` + string(quoted) + `}`)},
		{Seq: 1 << 60, At: atSecond(1e9), Kind: "", Payload: json.RawMessage(`[[[[` + string(quoted))},
	})
	m.SetNoticed([]Noticed{{At: atSecond(3), Word: hostile}, {At: atSecond(4), Did: hostile, More: hostile, Bad: true}})
	m.Silenced(model.Attempt{ID: "b"}, hostile)
	m.SetNoEntries(hostile)
	return m
}
