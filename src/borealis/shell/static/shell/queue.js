// What is recorded without a network waits in the browser's own database until the server has it.
// Each entry has a key made here, so that the server stores it once however often it is sent.
const NAME = "borealis-ko";
const STORE = "entries";

export function open() {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open(NAME, 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE, { keyPath: "key" });
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

async function within(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const work = database.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => resolve(asked.result);
      work.onabort = () => reject(work.error);
    });
  } finally {
    database.close();
  }
}

export const all = () => within("readonly", (store) => store.getAll());
export const put = (entry) => within("readwrite", (store) => store.put(entry));
export const remove = (key) => within("readwrite", (store) => store.delete(key));

// Sends what waits, one page of the browser at a time. Gives what happened: "sent", "nobody", "other", "offline".
export function send() {
  return navigator.locks.request(NAME, sendAll);
}

async function sendAll() {
  const entries = await all();
  if (!entries.length) return "sent";
  let who;
  try {
    who = await (await fetch("/lis/ko/", { headers: { Accept: "application/json" } })).json();
  } catch {
    return "offline";
  }
  if (!who.trainee) return "nobody";
  let said = "sent";
  for (const entry of entries) {
    if (entry.trainee && entry.trainee !== who.trainee) said = "other";
    else if (!(await sendOne(entry, who))) return "offline";
  }
  return said;
}

async function sendOne(entry, who) {
  let answer;
  try {
    answer = await fetch(who.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": who.token },
      body: JSON.stringify({ key: entry.key, ...entry.fields }),
    });
  } catch {
    return false;
  }
  const stands = await all();
  const now = stands.find((one) => one.key === entry.key);
  if (answer.ok) {
    // Changed here while it was under way: the newer words are kept, to be sent as a change by hand.
    if (now && now.written === entry.written) await remove(entry.key);
  } else if (answer.status === 409 || answer.status === 422) {
    const told = await answer.json().catch(() => ({}));
    if (now) await put({ ...now, trainee: who.trainee, refused: wordsOf(told, answer.status) });
  } else {
    return false;
  }
  return true;
}

function wordsOf(told, status) {
  const texts = Object.values(told.errors || {}).flat();
  return texts.length ? texts.join(" ") : String(status);
}
