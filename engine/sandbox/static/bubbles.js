"use strict";
// From one message to one bubble. Text only ever enters the page as text nodes.
const MARKS = { "*": "strong", "_": "em", "~": "s" };
const TICKS = { QUEUED: "◷", QUEUED_ON_CHANNEL: "✓", DELIVERED: "✓✓", READ: "✓✓", FAILED: "⚠" };

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

function addFormatted(node, text) {
  const parts = String(text).split(/(https?:\/\/[^\s]+|\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~)/g);
  for (const part of parts) {
    if (/^https?:\/\//.test(part)) node.append(makeLink(part, part));
    else if (part.length > 2 && MARKS[part[0]] && part.endsWith(part[0])) node.append(make(MARKS[part[0]], "", part.slice(1, -1)));
    else if (part) node.append(part);
  }
}

function makeLink(url, text, className) {
  const link = make("a", className, text);
  if (/^(https?|tel):/.test(url)) link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function makeMedia(media) {
  const box = make("figure", "media");
  const drawable = /^https?:/.test(media.url || "");
  if (media.kind === "image" && drawable) {
    const image = make("img");
    image.alt = media.caption || say("image");
    image.addEventListener("error", () => image.replaceWith(make("span", "file", "🖼 " + say("image"))));
    image.addEventListener("load", () => image.dispatchEvent(new CustomEvent("grown", { bubbles: true })));
    image.src = media.url;
    box.append(image);
  } else {
    const icon = { video: "▶", audio: "♪", voice: "♪" }[media.kind] || "📄";
    box.append(makeLink(media.url || "", `${icon} ${media.name || say(media.kind)}`, "file"));
  }
  if (media.caption) {
    const caption = make("figcaption");
    addFormatted(caption, media.caption);
    box.append(caption);
  }
  return box;
}

function makeCard(card, message, tap) {
  const node = make("div", "card");
  if (card.media) node.append(makeMedia(card.media));
  const text = make("p");
  addFormatted(text, card.text || "");
  node.append(text, ...card.buttons.map((button) => makeButton(button, message, tap)));
  return node;
}

function makeButton(button, message, tap) {
  if ((button.type === "url" || button.type === "call") && /^(https?|tel):|^\+/.test(button.url || "")) {
    const url = button.url.startsWith("+") ? "tel:" + button.url : button.url;
    return makeLink(url, `${button.type === "url" ? "↗" : "☎"} ${button.title}`, "button");
  }
  const sign = { copy: "⧉ ", share_location: "📍 " }[button.type] || "";
  const node = make("button", "button", sign + button.title);
  node.type = "button";
  node.addEventListener("click", () => tap(message, button));
  return node;
}

function makeButtons(message, tap, openSheet) {
  const box = make("div", "buttons");
  const rows = message.buttons.filter((button) => button.type === "row");
  const others = message.buttons.filter((button) => button.type !== "row" && button.card === undefined);
  const shown = others.length > 3 && message.kind === "template" && !message.cards ? others.slice(0, 2) : others;
  for (const button of shown) box.append(makeButton(button, message, tap));
  if (shown.length < others.length) box.append(makeOpener(say("options"), () => openSheet(message, others, say("options"))));
  if (rows.length) box.append(makeOpener(message.menu || say("options"), () => openSheet(message, rows, message.menu)));
  return box;
}

function makeOpener(title, open) {
  const node = make("button", "button", "☰ " + title);
  node.type = "button";
  node.addEventListener("click", open);
  return node;
}

function makeBubble(message, all, tap, openSheet) {
  const mine = message.kind === "inbound";
  const row = make("article", `line ${mine ? "mine" : "theirs"}${message.status === "FAILED" ? " failed" : ""}`);
  const bubble = make("div", "bubble");
  bubble.dir = "auto";
  const quoted = message.quotes && all.find((other) => other.id === message.quotes);
  if (quoted) bubble.append(make("blockquote", "", (quoted.text || say(quoted.media?.kind || "template")).slice(0, 90)));
  if (message.header) bubble.append(make("p", "header", message.header));
  if (message.media) bubble.append(makeMedia(message.media));
  if (message.text) {
    const text = make("p", "text");
    addFormatted(text, message.text);
    bubble.append(text);
  } else if (message.template && !message.media) bubble.append(make("p", "text", `${say("template")} ${message.template}`));
  if (message.cards) {
    const cards = make("div", "cards");
    cards.tabIndex = 0;
    cards.append(...message.cards.map((card) => makeCard(card, message, tap)));
    bubble.append(cards);
  }
  if (message.footer) bubble.append(make("p", "footer", message.footer));
  bubble.append(makeFoot(message, mine));
  row.append(bubble);
  if (!mine && message.status !== "FAILED" && message.buttons?.length) row.append(makeButtons(message, tap, openSheet));
  if (message.status === "FAILED") row.append(make("p", "why", sayReason(message.reason)));
  return row;
}

function sayReason(reason) {
  const code = reason?.code || "";
  return say("FAILED", WORDS[language][code] || reason?.description || code);
}

function makeFoot(message, mine) {
  const foot = make("span", "foot", showTime(message.at) + (message.channel === "WHATSAPP" ? "" : " · " + message.channel));
  if (mine) return foot;
  const ticks = make("span", `ticks ${message.status}`, " " + (TICKS[message.status] || ""));
  ticks.title = message.status === "FAILED" ? "" : say(message.status);
  ticks.setAttribute("role", "img");
  ticks.setAttribute("aria-label", message.status === "FAILED" ? say("FAILED", "") : say(message.status));
  foot.append(ticks);
  return foot;
}
