// Holds the demo's Flowcore wire against the platform's own SDK. Its argument
// is the line that "fntop demo serve" prints. Every step must go through the
// SDK's own commands, whose answers it checks against its own schemas.
import {
  DataCoreFetchCommand, DataCoreListCommand, EventListCommand, EventTypeFetchCommand, EventTypeInfoCommand, EventTypeListCommand,
  EventsFetchCommand, EventsFetchTimeBucketsByNamesCommand, FlowTypeListCommand, FlowcoreClient, IngestBatchCommand, IngestEventCommand,
  DataPathwayDeliveryLogListCommand, DataPathwayFetchCommand, DataPathwayListCommand, DataPathwayRestartFetchCommand, DataPathwayRestartRequestCommand,
  NotificationClient, TenantFetchCommand, TenantInstanceFetchCommand, TenantListCommand, TimeBucketListCommand,
} from "@flowcore/sdk";
import { Subject } from "rxjs";

const ready = JSON.parse(process.argv[2]);
const { tenant, dataCore, token, apiKey, apiKeyId } = ready.flowcore;

function must(holds, what) {
  if (!holds) throw new Error(what);
  console.log("ok   " + what);
}

// The NotificationClient makes a client of its own, for the public hosts: what
// it asks there is asked of the demo.
const fetchReally = globalThis.fetch;
globalThis.fetch = (url, init) =>
  fetchReally(String(url).replace(/^https:\/\/[a-z0-9.-]+\.flowcore\.io/, ready.url), init);

const byKey = new FlowcoreClient({ apiKey, apiKeyId });
const byNewKey = new FlowcoreClient({ apiKey });
const byToken = new FlowcoreClient({ getBearerToken: () => Promise.resolve(token) });
for (const client of [byKey, byNewKey, byToken]) client.setBaseUrl(ready.url);

for (const [way, client] of [["key and id", byKey], ["key alone", byNewKey], ["bearer", byToken]]) {
  const tenants = await client.execute(new TenantListCommand());
  must(tenants.some((t) => t.name === tenant), `tenants are listed, by ${way}`);
}
must((await byToken.execute(new TenantFetchCommand({ tenant }))).name === tenant, "the tenant is fetched by its name");
must((await byToken.execute(new TenantInstanceFetchCommand({ tenant }))).isDedicated === false, "the tenant has no machines of its own");

const cores = await byKey.execute(new DataCoreListCommand({ tenant }));
const core = await byKey.execute(new DataCoreFetchCommand({ tenant, dataCore }));
must(cores.some((c) => c.id === core.id) && core.name === dataCore, `${cores.length} data cores`);

const flowTypes = await byKey.execute(new FlowTypeListCommand({ dataCoreId: core.id }));
must(flowTypes.length > 3, `${flowTypes.length} flow types`);
const flowType = flowTypes.find((t) => t.name === "order.0");
const eventTypes = await byKey.execute(new EventTypeListCommand({ flowTypeId: flowType.id }));
must(eventTypes.length > 2, `${eventTypes.length} event types of ${flowType.name}`);
const eventType = await byKey.execute(new EventTypeFetchCommand({ flowTypeId: flowType.id, eventType: "order.placed.0" }));

const ids = eventTypes.map((t) => t.id);
const asked = { tenant, eventTypeId: ids };
const { timeBuckets, nextCursor } = await byKey.execute(new TimeBucketListCommand({ ...asked, order: "desc", pageSize: 5 }));
must(timeBuckets.length === 5 && timeBuckets[0] > timeBuckets[4] && typeof nextCursor === "number", "time buckets, newest first, with a cursor");
const further = await byKey.execute(new TimeBucketListCommand({ ...asked, order: "desc", pageSize: 5, cursor: nextCursor }));
must(further.timeBuckets[0] < timeBuckets[4], "the cursor goes on");

const timeBucket = timeBuckets[1]; // an hour that is over
const all = (await byKey.execute(new EventListCommand({ ...asked, timeBucket }))).events;
let paged = [], cursor;
do {
  const page = await byKey.execute(new EventListCommand({ ...asked, timeBucket, pageSize: 50, ...(cursor ? { cursor } : {}) }));
  paged = paged.concat(page.events);
  cursor = page.nextCursor;
} while (cursor);
must(all.length > 50 && JSON.stringify(paged) === JSON.stringify(all), `${all.length} events of an hour, at once and by pages`);
const last = (await byKey.execute(new EventListCommand({ ...asked, timeBucket, order: "desc", pageSize: 3 }))).events;
must(last.map((e) => e.eventId).join() === all.slice(-3).reverse().map((e) => e.eventId).join(), "the newest of an hour");
const after = (await byKey.execute(new EventListCommand({ ...asked, timeBucket, afterEventId: all[9].eventId, pageSize: 2 }))).events;
const from = (await byKey.execute(new EventListCommand({ ...asked, timeBucket, fromEventId: all[9].eventId, toEventId: all[11].eventId }))).events;
must(after[0].eventId === all[10].eventId && from.length === 3 && from[0].eventId === all[9].eventId, "after an event, and from one to another");
const names = { tenant, dataCoreId: core.id, flowType: flowType.name, eventTypes: eventTypes.map((t) => t.name) };
must((await byKey.execute(new EventsFetchTimeBucketsByNamesCommand(names))).timeBuckets.includes(timeBucket), "time buckets by names");
must((await byKey.execute(new EventsFetchCommand({ ...names, timeBucket }))).events.length === all.length, "events by names");
must((await byKey.execute(new EventTypeInfoCommand({ tenant, eventTypeId: eventType.id, limit: 5 }))).lastEvents.length === 5, "the last events of an event type");

async function notified(auth, wanted, ingest) {
  const observer = new Subject();
  const quiet = { debug() {}, info() {}, warn() {}, error: (text) => console.error(text) };
  const client = new NotificationClient(observer, auth, { tenant, dataCore, flowType: "order.0", eventType: "order.placed.0" }, { logger: quiet });
  client.overrideBaseUrl(ready.url.replace(/^http/, "ws") + "/notifications");
  const seen = new Map(), waiting = new Map();
  observer.subscribe({
    next: (event) => { seen.set(event.data.eventId, event); waiting.get(event.data.eventId)?.(event); },
    error: (error) => { throw new Error("the socket failed: " + (error.message ?? error)); },
  });
  await client.connect();
  for (let i = 0; i < 100 && !client.isOpen; i++) await new Promise((done) => setTimeout(done, 50));
  must(client.isOpen, "the NotificationClient is connected");
  const eventIds = await ingest();
  for (const id of eventIds) {
    const event = seen.get(id) ?? await new Promise((done, fail) => {
      waiting.set(id, done);
      setTimeout(() => fail(new Error("no notification of " + id)), 10_000).unref();
    });
    must(event.data.dataCoreId === core.id && event.data.flowType === "order.0" && event.data.eventType === wanted, `it is told of ${id} (${event.pattern})`);
  }
  client.disconnect();
  return eventIds;
}

const target = { tenantName: tenant, dataCoreId: core.id, flowTypeName: "order.0", eventTypeName: "order.placed.0" };
const one = await notified({ apiKey }, "order.placed.0", async () => {
  const { eventId } = await byNewKey.execute(new IngestEventCommand({ ...target, eventData: { orderId: "SO-1" }, metadata: { by: "sdk" } }));
  return [eventId];
});
const two = await notified({ oidcClient: { getToken: () => Promise.resolve({ accessToken: token }) } }, "order.placed.0", async () => {
  const { eventIds } = await byKey.execute(new IngestBatchCommand({ ...target, events: [{ n: 1 }, { n: 2 }] }));
  return eventIds;
});
const newest = await byKey.execute(new EventTypeInfoCommand({ tenant, eventTypeId: eventType.id, limit: 20 }));
must([...one, ...two].every((id) => newest.lastEvents.some((e) => e.eventId === id)), "what was ingested is stored");
must(newest.lastEvents.find((e) => e.eventId === one[0]).metadata.by === "sdk", "with its metadata");

const { pathways, total } = await byToken.execute(new DataPathwayListCommand({ tenant, limit: 2 }));
must(pathways.length === 2 && total > 3, `${total} pathways, two at a time`);
const pathway = await byToken.execute(new DataPathwayFetchCommand({ id: pathways[0].id }));
must(pathway.dataCore === dataCore && pathway.config.sources.length > 0, `pathway ${pathway.name}`);
const log = { pathwayId: pathway.id, sort: "desc" };
const tries = await byToken.execute(new DataPathwayDeliveryLogListCommand({ ...log, limit: 20 }));
must(tries.entries.length === 20 && tries.entries[0].createdAt > tries.entries[19].createdAt && tries.total > 100, `${tries.total} tries to deliver, newest first`);
const failed = await byToken.execute(new DataPathwayDeliveryLogListCommand({ ...log, success: false, limit: 5 }));
must(failed.entries.length === 5 && failed.entries.every((e) => !e.success), `${failed.total} of them failed`);
const { restartRequestId, acceptedTargets } = await byToken.execute(new DataPathwayRestartRequestCommand({
  targets: { pathwayIds: [pathway.id] }, position: { timeBucket: timeBuckets[0] }, requestedBy: "sdk", reason: "to see",
}));
must(acceptedTargets.join() === pathway.id, "a restart is accepted");
let restart;
for (let i = 0; i < 100 && restart?.status !== "running"; i++) {
  const before = restart?.status;
  restart = await byToken.execute(new DataPathwayRestartFetchCommand({ id: restartRequestId }));
  if (restart.status !== before) must(restart.requestedBy === "sdk" && restart.reason === "to see", `it is ${restart.status}`);
  await new Promise((done) => setTimeout(done, 100));
}
must(restart.status === "running", "the pathway runs again");

for (const client of [new FlowcoreClient({ apiKey: "fc_no_key", retry: null }), new FlowcoreClient({ getBearerToken: () => Promise.resolve("x.y.z"), retry: null })]) {
  client.setBaseUrl(ready.url);
  const status = await client.execute(new DataCoreListCommand({ tenant })).then(() => 200, (error) => error.status);
  must(status === 401, "a wrong credential is refused with 401");
}
console.log("the SDK is content");
process.exit(0); // it keeps timers
