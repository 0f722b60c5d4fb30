"use strict";
// Plays a customer: the list of phones, one conversation, and what the customer does in it.
const $ = (id) => document.getElementById(id);
const PRESETS = [
  { address: "33600000001", name: "Amina" },
  { address: "33600000002", name: "Bruno" },
  { address: "33600000003", name: "Chloé" },
];
let current = (new URLSearchParams(location.search).get("to") || "").replace(/\D/g, "");
let shown = "";
let listed = "";
let atEnd = true;
let business = { name: "", number: "" };

const nameOf = (address) => keep.get("names", {})[address] || PRESETS.find((one) => one.address === address)?.name || "";
const showNumber = (address) => "+" + address;

async function ask(path, body) {
  const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  const response = await fetch(path, options);
  const found = await response.json();
  if (!response.ok) throw new Error(found.error?.message || response.statusText);
  return found;
}

function showPhones(found) {
  const known = new Map(found.map((one) => [one.address, one]));
  const saved = Object.keys(keep.get("names", {})).map((address) => ({ address }));
  for (const one of [...PRESETS, ...saved, ...(current ? [{ address: current }] : [])]) {
    if (!known.has(one.address)) known.set(one.address, { address: one.address, text: "" });
  }
  const state = JSON.stringify([...known.values(), current, language]);
  if (state === listed) return;
  listed = state;
  const focused = document.activeElement?.dataset?.address;
  $("phones").replaceChildren(...[...known.values()].map(makePhone));
  if (focused) document.querySelector(`[data-address="${focused}"]`)?.focus();
}

function makePhone(one) {
  const item = make("li");
  const button = make("button", "person");
  button.type = "button";
  button.dataset.address = one.address;
  if (one.address === current) button.setAttribute("aria-current", "true");
  const name = nameOf(one.address);
  const seen = keep.get("seen", {})[one.address];
  const fresh = one.sent && one.id && seen !== one.id && one.address !== current;
  const last = one.id ? (one.sent ? "" : say("yours")) + (one.text || say(one.kind || "aMessage")) : showNumber(one.address);
  const words = make("span", "words");
  words.append(make("strong", "", name || showNumber(one.address)), make("span", "last", last));
  button.append(make("span", "face", (name || one.address.slice(-2)).slice(0, 2)), words);
  if (one.at) button.append(make("span", fresh ? "when fresh" : "when", (fresh ? "● " : "") + showTime(one.at)));
  button.addEventListener("click", () => openPhone(one.address));
  item.append(button);
  return item;
}

function openPhone(address) {
  current = address;
  shown = "";
  atEnd = true;
  const url = new URL(location.href);
  if (address) url.searchParams.set("to", address); else url.searchParams.delete("to");
  history.replaceState(null, "", url);
  showSides();
  refresh();
  if (address && matchMedia("(min-width: 720px)").matches) $("text").focus();
}

function showSides() {
  $("app").classList.toggle("chatting", Boolean(current));
  $("chat").hidden = !current;
  $("nobody").hidden = Boolean(current);
  $("business").textContent = business.name;
  $("face").textContent = business.name.slice(0, 1);
  $("as").textContent = current ? say("you", `${nameOf(current)} ${showNumber(current)}`.trim()) : "";
}

function showConversation(found) {
  const state = JSON.stringify(found) + language;
  if (state === shown || found.address !== current) return;
  const box = $("messages");
  const focused = [...box.querySelectorAll("button, a")].indexOf(document.activeElement);
  shown = state;
  const bubbles = found.messages.map((message) => makeBubble(message, found.messages, tap, openSheet));
  box.replaceChildren(...(bubbles.length ? bubbles : [make("p", "empty", say("empty"))]));
  if (focused >= 0) box.querySelectorAll("button, a")[focused]?.focus({ preventScroll: true });
  followEnd();
  const open = found.window_ends_at;
  $("window").textContent = open ? say("windowOpen", showTime(open)) : say("windowClosed");
  $("window").classList.toggle("open", Boolean(open));
  const last = found.messages.at(-1);
  if (last) keep.set("seen", { ...keep.get("seen", {}), [current]: last.id });
}

function followEnd() {
  if (atEnd) $("messages").scrollTop = $("messages").scrollHeight;
}

async function refresh() {
  try {
    const asked = current;
    const [people, talk] = await Promise.all([ask("sandbox/phones"), asked ? ask(`sandbox/conversation?with=${asked}`) : null]);
    if (people.business.name !== business.name) { business = people.business; showSides(); }
    showPhones(people.phones);
    if (talk && asked === current) showConversation(talk);
    if ($("fault").dataset.kind === "lost") explain("");
  } catch (error) {
    explain(error instanceof TypeError ? say("lost") : error.message, "lost");
  }
}

function explain(text, kind = "said") {
  $("fault").textContent = text;
  $("fault").dataset.kind = kind;
}

async function speak(path, body) {
  explain("");
  try {
    await ask(path, { from: current, ...body });
    await refresh();
    atEnd = true;
    followEnd();
    return true;
  } catch (error) {
    explain(say("refused", error instanceof TypeError ? say("lost") : error.message));
    return false;
  }
}

const HERE = { latitude: 48.8566, longitude: 2.3522 };

function tap(message, button) {
  if (button.type === "copy") return explain(say("copied", button.data));
  $("sheet").close();
  const channel = { channel: message.channel };
  if (button.type === "share_location") {
    return speak("sandbox/inbound", { ...channel, location: { ...HERE, title: say("here") }, reply_to: message.id });
  }
  return speak("sandbox/inbound", { ...channel, tap: { message_id: message.id, data: button.data, title: button.title } });
}

function openSheet(message, buttons, title) {
  $("sheet-title").textContent = title || "";
  const nodes = [];
  let section = "";
  for (const button of buttons) {
    if (button.section && button.section !== section) nodes.push(make("h3", "", (section = button.section)));
    const node = makeButton(button, message, tap);
    if (button.description) node.append(make("small", "", button.description));
    nodes.push(node);
  }
  $("rows").replaceChildren(...nodes);
  $("sheet").showModal();
}

async function write(event) {
  event.preventDefault();
  const text = $("text").value.trim();
  if (text && (await speak("sandbox/inbound", { text }))) { $("text").value = ""; fitText(); }
  $("text").focus();
}

function fitText() {
  $("text").style.height = "auto";
  $("text").style.height = Math.min($("text").scrollHeight, 120) + "px";
}

function addPhone(event) {
  event.preventDefault();
  const address = $("number").value.replace(/[\s.+()-]/g, "");
  const good = /^[1-9]\d{6,14}$/.test(address);
  $("add-fault").textContent = good ? "" : say("badNumber");
  if (!good) return;
  keep.set("names", { ...keep.get("names", {}), [address]: $("name").value.trim() });
  $("add").reset();
  openPhone(address);
}

function sendOther(kind) {
  const file = (name) => new URL("sandbox/media/" + name, location.href).href;
  if (kind === "location") return speak("sandbox/inbound", { location: { ...HERE, title: say("here") } });
  const media = kind === "image" ? { url: file("photo.png"), kind } : { url: file("document.pdf"), kind };
  return speak("sandbox/inbound", { media });
}

async function changeOpt(status) {
  if (await speak("sandbox/opt", { status })) explain(say(status === "in" ? "optedIn" : "optedOut"));
}

function showMenu(open) {
  $("menu").hidden = !open;
  $("opt").setAttribute("aria-expanded", String(open));
  if (open) $("menu").querySelector("button").focus();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  keep.set("theme", theme);
}

$("messages").addEventListener("scroll", () => {
  const box = $("messages");
  atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
});
$("messages").addEventListener("grown", followEnd);
$("add").addEventListener("submit", addPhone);
$("write").addEventListener("submit", write);
$("text").addEventListener("input", fitText);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) write(event);
});
$("back").addEventListener("click", () => openPhone(""));
$("opt").addEventListener("click", () => showMenu($("menu").hidden));
$("menu").addEventListener("click", (event) => {
  const { send, opt } = event.target.dataset;
  if (send) sendOther(send);
  if (opt) changeOpt(opt);
  if (send || opt) showMenu(false);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !$("menu").hidden) { showMenu(false); $("opt").focus(); } });
document.addEventListener("click", (event) => { if (!event.target.closest("#menu, #opt")) showMenu(false); });
$("language").addEventListener("click", () => {
  language = language === "fr" ? "en" : "fr";
  keep.set("language", language);
  showWords();
  showSides();
  refresh();
});
$("theme").addEventListener("click", () => {
  const dark = (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  setTheme(dark ? "light" : "dark");
});
if (keep.get("theme")) setTheme(keep.get("theme"));
showWords();
showSides();
(async function poll() {
  await refresh();
  setTimeout(poll, document.hidden ? 5000 : 1000);
})();
