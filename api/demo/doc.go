// Package demo is a server with a believable workspace in it: real HTTP on a
// loopback port, no account, nothing to install. People try fntop on it, and
// tests hold the clients against it, so it shares no types with them.
//
// What it tells is a scenario: a pure function of a seed, a speed and the
// clock. No goroutine makes runs in the background; every request works out
// what exists at that moment, so a restart with the same seed tells the same
// story with the same ids. Only what a caller did (invoked, rerun, paused)
// is kept in memory on top. A workspace of another size has the same story in
// it, and quiet functions around that.
//
// It speaks Centrali's wire, as far as public material shows it: the diffs of
// SDK 4.4.4 and 4.4.5, the vendor's starter app create-centrali-app and the
// pages of docs.centrali.io. Some of it had to be guessed; the real service
// may differ in:
//
//   - the bodies of the trigger and function lists ("data" and "meta" here);
//   - the paths of execute, pause and resume, and whether update is PUT or PATCH;
//   - the largest limit of a page (100) and the default (20);
//   - whether a single object comes bare (as here) or inside "data";
//   - the success codes of execute and rerun (200 here) and every refusal of
//     either (400 here);
//   - the shape of a trigger's health;
//   - the answer for an unknown workspace (404 here) and for the runs of a
//     function or trigger that is not there (404 here);
//   - whether a publishable key may read runs at all: its documented scopes
//     do not name them. Here it reads everything and executes triggers;
//   - what startedAt holds while a run is pending (createdAt here), and whether
//     a status that does not exist is refused (here: 400);
//   - the words in "code", and the bound of a body (1 MiB here) behind 413;
//   - what an event of the stream holds about a run (its ids beside the kind
//     here), whether timeouts are told as failures (here: yes), how often a
//     ping comes (20 s) and the statuses of a stream's refusals (401, 403);
//   - what rerunCount counts: here the reruns of the run it stands on;
//   - the lineage of a rerun of a rerun: here it names the first run.
//
// It speaks AgentOS' wire as well, at the same port below /v1/api, for which
// there is one public source: the diff of @agent-os-sdk/client 0.9.1 to 0.9.3.
// The events of a run, their stream and the body that creates a run stand
// there; nearly all else is a guess: how it signs in and what header names the
// workspace, the lists' query and paging, most words of status and of events,
// what is in a payload, whether Last-Event-ID goes before afterSeq (here: yes),
// whether an attempt ends before another begins (here: with RUN_FAILED) and
// goes on after a human answered (here: yes), and the path of rerun. Cancel and
// resume are not served. A caller's run goes as its input asks: {"fail":true},
// {"wait":true}, {"switch":true}, {"sleepMs":5000}.
//
// The scenario's cron triggers fire by the wall's clock whatever the speed, so
// that they keep to what their metadata says; everything else goes faster.
// Orchestrations and job status are not served.
//
// It speaks Flowcore's wire too, as npm @flowcore/sdk 1.79.0, its later source
// and the platform's own consumer and ingestion service show it: the script in
// testdata/flowcore-sdk holds it against that SDK. Guessed there:
//
//   - that a wrong credential refuses the socket with its upgrade (401);
//   - the pattern of a notification, and that the subscription that is refused
//     leaves the socket open with one frame of Elysia's;
//   - that an event is stored 400 ms after it was accepted;
//   - that fromEventId and toEventId take in their events, and what cursors are;
//   - that ids which are not there are 404 in lists and nothing at all in a
//     subscription;
//   - that a key may list tenants, and that Data Pathways refuse one with 401;
//   - how many rows of Data Pathways come at a time (50, at most 100), how far
//     back a delivery log goes (six hours) and how often a delivery is tried
//     (three times);
//   - every status of a restart but "pending": here it goes through the phases
//     of the command that it becomes, to "running", after which everything
//     since its position is delivered again in batches.
//
// The faults ("demo serve --faults help") switch to the other readings.
package demo
