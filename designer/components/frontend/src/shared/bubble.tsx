// One message as WhatsApp shows it: header, text, footer, time and ticks in the bubble; buttons and caption under it.
import { useState } from "react";
import { Icon, Ticks } from "./bubble_icons";
import { MediaFrame } from "./bubble_media";
import { Options } from "./bubble_options";
import { word, type Message, type Tap, type Words } from "./bubble_types";
import { Markup, type Mark } from "./markup_view";

const FOLD = 768; // UTF-16 units shown before "read more"
const ONLY_EMOJI = /^(?:\p{RI}\p{RI}|\p{Extended_Pictographic}[\p{M}\p{EMod}\u200d\ufe0f\p{Extended_Pictographic}]*){1,3}$/u;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export type BubbleProps = { message: Message; words: Words; author: string; marks?: readonly Mark[]; tap?: Tap | null };

export function Bubble({ message, words, author, marks = [], tap = null }: BubbleProps) {
  const label = [author, message.at].filter(Boolean).join(", ");
  return (
    <article className={`message ${message.side}${message.problem ? " held" : ""}`} aria-label={label}
      data-testid={`message-${message.id}`} tabIndex={marks.length > 0 ? 0 : undefined}>
      <div className="column">
        <Balloon message={message} words={words} marks={marks} />
        <Options message={message} words={words} tap={tap} />
      </div>
      {message.problem && <p className="problem"><Icon name="warning" /><span>{message.problem}</span></p>}
      {message.caption && <p className="caption">{message.caption}</p>}
    </article>
  );
}

function Balloon({ message, words, marks }: { message: Message; words: Words; marks: readonly Mark[] }) {
  const media = message.media ?? null;
  const large = ONLY_EMOJI.test(message.text.trim());
  return (
    <div className={`balloon${media || isPicture(message) ? " pictured" : ""}${RIGHT_TO_LEFT.test(message.text) ? " apart" : ""}`}>
      {message.quoted && <blockquote className="quoted" dir="auto">{message.quoted}</blockquote>}
      {message.header && <MediaFrame media={message.header} words={words} />}
      {media && <MediaFrame media={media} words={words} />}
      <Body message={message} words={words} marks={marks} large={large} />
      {message.footer && <p className="footer" dir="auto">{message.footer}</p>}
      <Meta message={message} words={words} />
    </div>
  );
}

function isPicture(message: Message): boolean {
  return !!message.header && message.header.kind !== "text";
}

type BodyProps = { message: Message; words: Words; marks: readonly Mark[]; large: boolean };

function Body({ message, words, marks, large }: BodyProps) {
  const [open, setOpen] = useState(false);
  const { text } = message;
  if (!text) return null;
  const folded = !open && text.length > FOLD;
  return (
    <div className={`text${large ? " large" : ""}`} dir="auto">
      {message.tapped && message.side === "customer" && <span className="tapped" role="img" aria-label={word(words, "tapped")}><Icon name="tapped" /></span>}
      <Markup text={text} marks={marks} limit={folded ? foldAt(text) : Infinity} />
      {folded && <button type="button" className="more" onClick={() => setOpen(true)}>{word(words, "read_more")}</button>}
    </div>
  );
}

// Between two words where there is one near, never inside a pair of surrogates.
function foldAt(text: string): number {
  const space = text.lastIndexOf(" ", FOLD);
  if (space > FOLD - 40) return space;
  return /[\ud800-\udbff]/.test(text[FOLD - 1] ?? "") ? FOLD - 1 : FOLD;
}

function Meta({ message, words }: { message: Message; words: Words }) {
  if (!message.at && !message.status) return null;
  return (
    <span className="meta">
      {message.at && <time>{message.at}</time>}
      {message.status && <Ticks status={message.status} words={words} />}
    </span>
  );
}
