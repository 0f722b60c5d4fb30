// Icons drawn for this project: 20 × 20, one stroke.
const SHAPES: Record<string, string> = {
  keyword: "M4 5h12v8H9l-4 3v-3H4zM7 8h6M7 10.5h4",
  event: "M10.8 3 5 11h4.4L8.8 17 15 8.8h-4.6z",
  audience: "M7.5 9.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2M3 16c.3-2.7 2-4.2 4.5-4.2S11.7 13.3 12 16M13 4.6a2.4 2.4 0 0 1 0 4.7M14.2 12c1.7.5 2.6 1.9 2.8 4",
  opt_in: "M10 17s-6-3.4-6-8V5l6-2 6 2v4c0 4.6-6 8-6 8M7.5 9.8l1.8 1.8 3.4-3.6",
  date: "M4 5.5h12V16H4zM4 8.5h12M7.2 3.5v3M12.8 3.5v3",
  link: "M4 4h4.5v4.5H4zM11.5 4H16v4.5h-4.5zM4 11.5h4.5V16H4zM11.5 11.5h2v2h-2zM16 11.5V14M14 16h2",
  send_template: "M4 5h12v10H4zM4.5 5.5 10 10.5l5.5-5",
  send_session: "M10 4c3.6 0 6.3 2.3 6.3 5.3s-2.7 5.3-6.3 5.3c-.7 0-1.4-.1-2-.3L4.5 16l.9-2.9C4.3 12.1 3.7 10.8 3.7 9.3 3.7 6.3 6.4 4 10 4M7.3 9.3h.1M10 9.3h.1M12.7 9.3h.1",
  ask: "M10 4c3.6 0 6.3 2.3 6.3 5.3s-2.7 5.3-6.3 5.3c-.7 0-1.4-.1-2-.3L4.5 16l.9-2.9C4.3 12.1 3.7 10.8 3.7 9.3 3.7 6.3 6.4 4 10 4M8.5 7.9c.2-1.7 3-1.6 2.9.1-.1 1.1-1.4 1.1-1.4 2.3M10 12.1h.1",
  wait_for_reply: "M3.5 4.5h13v8.5h-5L8 16v-3H3.5zM10 7v2.2l1.6 1",
  wait: "M10 4a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 10 4M10 7v3.5l2.3 1.4",
  wait_for_event: "M10 4a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 10 4M10.6 6.8 7.8 10.9h2.4l-.5 2.9 2.9-4.2h-2.4z",
  branch: "M10 3.5v4M10 7.5 5 12.5v4M10 7.5l5 5v4M3.5 15 5 16.5 6.5 15M13.5 15l1.5 1.5 1.5-1.5",
  branch_on_message: "M2.8 10.3 5.5 13l5.7-6.2M9.3 12.2l.9.8 6.5-6.8",
  split: "M3.5 10h4M7.5 10c3 0 2-4.5 5-4.5h3.5M7.5 10c3 0 2 4.5 5 4.5h3.5M14.2 3.7 16 5.5l-1.8 1.8M14.2 12.7 16 14.5l-1.8 1.8",
  update_contact: "M8.5 9a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8.5 9M3.5 16c.3-2.9 2.2-4.5 5-4.5M10.5 16l.4-2 4.3-4.3 1.6 1.6-4.3 4.3z",
  record_consent: "M5 3.5h7l3 3v10H5zM12 3.5v3h3M7.6 11.4l1.7 1.7 3.1-3.3",
  hand_over: "M4 11V9.5a6 6 0 0 1 12 0V11M4 10.5h2.2v4H5.5A1.5 1.5 0 0 1 4 13zM16 10.5h-2.2v4h.7A1.5 1.5 0 0 0 16 13zM15 14.5c-.5 1.4-1.7 2-3.5 2",
  call_http: "M6.5 6.5 3 10l3.5 3.5M13.5 6.5 17 10l-3.5 3.5M11.3 4.5 8.7 15.5",
  start_journey: "M4 6.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M12 13.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M8 6.5h3.5c2.5 0 2.5 2.5 2.5 5",
  exit: "M5.5 17V3.5M5.5 4.5c3-1.5 5 1.5 9 0v6.5c-4 1.5-6-1.5-9 0",
  note: "M4.5 4h11v8l-4 4h-7zM15.5 12h-4v4M7.2 7.5h5.6M7.2 10h3.5",
  plus: "M10 4.5v11M4.5 10h11",
  search: "M8.8 4a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M12.3 12.3 16.2 16.2",
  tidy: "M7.5 3.5h5v3.5h-5zM3.5 13h5v3.5h-5zM11.5 13h5v3.5h-5zM10 7v3M6 13v-3h8v3",
  fit: "M4 7.5V4h3.5M12.5 4H16v3.5M16 12.5V16h-3.5M7.5 16H4v-3.5",
  undo: "M7.5 5 4 8.5 7.5 12M4.5 8.5H12a4 4 0 0 1 0 8H9",
  redo: "M12.5 5 16 8.5 12.5 12M15.5 8.5H8a4 4 0 0 0 0 8h3",
  minus: "M4.5 10h11",
  help: "M7.2 7.6a2.8 2.8 0 1 1 4.3 2.4c-.9.6-1.5 1.1-1.5 2.2M10 15.2h.1",
  trial: "M6.5 3h7A1.5 1.5 0 0 1 15 4.5v11a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 15.5v-11A1.5 1.5 0 0 1 6.5 3M9 14.5h2M8 6.5h4M8 9h2.5",
  coverage: "M3.5 5.5 5 7l2.5-3M3.5 12.5 5 14l2.5-3M10.5 5.5h6M10.5 13h6",
  untried: "M10 4.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6M5.9 14.1 14.1 5.9",
  error: "M10 3.8 17 16H3zM10 8.3v3.7M10 14h.1",
  warning: "M10 3.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4M10 6.9v3.8M10 13h.1",
  ok: "M4.5 10.5 8.3 14.2 15.5 6.5",
  passed: "M4 10h10.5M10.5 6l4 4-4 4",
  here: "M10 9.2a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M5 16c.4-3 2.2-4.6 5-4.6s4.6 1.6 5 4.6",
  step: "M4.5 5.5h11v9h-11z",
};

const ALSO: Record<string, string> = {
  template: "send_template",
  session: "send_session",
  reply: "wait_for_reply",
  consent: "record_consent",
  contact: "update_contact",
  agent: "hand_over",
  http: "call_http",
  journey: "start_journey",
};

export function Icon({ name, size = 20 }: { name: string; size?: number }) {
  const shape = SHAPES[ALSO[name] ?? name] ?? SHAPES["step"];
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={shape} />
    </svg>
  );
}

const TONES: Record<string, string> = {
  send_template: "green",
  send_session: "green",
  ask: "green",
  wait_for_reply: "amber",
  wait: "amber",
  wait_for_event: "amber",
  branch: "pink",
  branch_on_message: "pink",
  split: "pink",
  update_contact: "blue",
  record_consent: "blue",
  hand_over: "coral",
  call_http: "slate",
  start_journey: "violet",
  exit: "slate",
  note: "yellow",
};

export function toneOf(type: string, kind: string): string {
  return kind === "trigger" ? "violet" : (TONES[type] ?? "slate");
}

export function Tile({ icon, type, kind }: { icon: string; type: string; kind: string }) {
  return (
    <span className={`tile ${toneOf(type, kind)}`}>
      <Icon name={icon} />
    </span>
  );
}
