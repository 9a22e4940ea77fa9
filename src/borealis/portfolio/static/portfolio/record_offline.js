// The page that the device keeps: what is recorded here waits in the queue, can be changed there, and is
// sent when the network is back.
import { all, put, remove, send } from "../shell/queue.js";

const form = document.getElementById("record");
const list = document.getElementById("waiting");
const line = document.getElementById("said");
const words = form.dataset;
let changing = null;

const chosen = () => form.elements.template.selectedOptions[0];

function fieldsOf() {
  const option = chosen();
  const value = (name) => form.elements[name].value.trim();
  return {
    template: option.value,
    kind: option.dataset.kind,
    title: value("title") || option.dataset.title,
    from_day: value("from_day"),
    count: Number(value("count")) || 1,
    place: value("place"),
    note: value("note"),
  };
}

function say(text) {
  line.textContent = text;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  const key = changing || crypto.randomUUID();
  await put({ key, written: Date.now(), fields: fieldsOf(), refused: "" });
  changing = null;
  form.reset();
  say(words.kept);
  await show();
  await sendNow();
});

async function show() {
  const entries = (await all()).sort((one, other) => one.written - other.written);
  list.replaceChildren(...entries.map(rowOf));
  document.getElementById("none").hidden = entries.length > 0;
}

function rowOf(entry) {
  const row = document.getElementById("row").content.firstElementChild.cloneNode(true);
  row.querySelector("[data-title]").textContent = entry.fields.title;
  row.querySelector("[data-detail]").textContent = `${entry.fields.from_day}, ${entry.fields.count}`;
  const refused = row.querySelector("[data-refused]");
  refused.textContent = entry.refused || "";
  refused.hidden = !entry.refused;
  row.querySelector("[data-change]").addEventListener("click", () => change(entry));
  row.querySelector("[data-remove]").addEventListener("click", async () => {
    await remove(entry.key);
    await show();
  });
  return row;
}

function change(entry) {
  changing = entry.key;
  for (const [name, value] of Object.entries(entry.fields)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.elements.title.focus();
}

async function sendNow() {
  const said = await send();
  const left = (await all()).length;
  await show();
  if (said === "nobody") say(words.nobody);
  else if (said === "other") say(words.other);
  else if (said === "sent" && !left) say(words.sent);
}

window.addEventListener("online", sendNow);
show().then(sendNow);
