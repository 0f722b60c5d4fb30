// The phone: the company's bar, the conversation, and, where one may answer, the box to write in.
import { Bubble } from "../shared/bubble";
import type { Mounted } from "../shared/bubble_host";
import { safeAddress, word, type Message, type Tap, type Words } from "../shared/bubble_types";
import { Compose } from "./compose";
import { filledMarks } from "./filled";
import { useOutbox, type Item } from "./outbox";
import { useScroll } from "./scroll";

export type Conversation = {
  business: { name: string; picture?: string | null };
  messages: Message[];
  words: Words;
  language: string;
  compose: boolean;
  frame: boolean;
  focus?: boolean;
  height: number | null;
  ack?: Record<string, number>;
};

export function Phone({ data, setStateValue }: Mounted<Conversation>) {
  const { waiting, push } = useOutbox(data.ack, (value) => setStateValue("events", value));
  const tap: Tap = (message, id, title) => push({ kind: "tap", message_id: message.id, button_id: id, title });
  const messages = [...data.messages, ...waiting.map(echo)];
  return (
    <div className={`phone${data.frame ? " framed" : ""}`} lang={data.language} data-testid="phone"
      style={data.height ? { height: data.height } : undefined}>
      <div className="screen">
        <CompanyBar business={data.business} words={data.words} />
        <Thread data={data} messages={messages} tap={data.compose ? tap : null} />
        {data.compose && <Compose words={data.words} focus={!!data.focus} say={(text) => push({ kind: "say", text })} />}
      </div>
    </div>
  );
}

function CompanyBar({ business, words }: { business: Conversation["business"]; words: Words }) {
  const picture = safeAddress(business.picture);
  const initial = [...business.name.trim()][0]?.toUpperCase() ?? "";
  return (
    <header className="bar">
      {picture ? <img className="face" src={picture} alt="" /> : <span className="face" aria-hidden="true">{initial}</span>}
      <span className="who"><b dir="auto">{business.name}</b><small>{word(words, "business_account")}</small></span>
    </header>
  );
}

type ThreadProps = { data: Conversation; messages: Message[]; tap: Tap | null };

function Thread({ data, messages, tap }: ThreadProps) {
  const box = useScroll(messages.length, data.compose);
  const name = word(data.words, "conversation_with", { name: data.business.name });
  return (
    <div className="thread wall" ref={box} role={data.compose ? "log" : "region"} aria-label={name} tabIndex={0}>
      {messages.map((message) => (
        <Line key={message.id} data={data} message={message} tap={message.side === "business" && !message.problem ? tap : null} />
      ))}
    </div>
  );
}

function Line({ data, message, tap }: { data: Conversation; message: Message; tap: Tap | null }) {
  const author = message.side === "business" ? data.business.name : word(data.words, "customer");
  return (
    <>
      {message.date && <p className="chip">{message.date}</p>}
      {message.side === "system"
        ? <p className="chip system" data-testid={`message-${message.id}`}>{message.text}</p>
        : <Bubble message={message} words={data.words} author={author} tap={tap} marks={filledMarks(message, data.words)} />}
    </>
  );
}

// Shown at once, with a clock, until Python's own version of it arrives.
function echo(item: Item): Message {
  const shared = { id: `waiting-${item.seq}`, side: "customer", status: "queued" } as const;
  if (item.kind === "say") return { ...shared, text: item.text };
  return { ...shared, text: item.title, tapped: true };
}
