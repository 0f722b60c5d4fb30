// One card, 240 × 84, with a stub for every path that leads nowhere yet.
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo, useContext } from "react";
import type { CanvasNode, Port } from "./contract";
import { DeskContext } from "./desk";
import { Icon, Tile } from "./icons";
import { portX } from "./routes";

export interface CardContent extends Record<string, unknown> {
  node: CanvasNode;
  lit: boolean;
  tried: boolean | null;
  untriedPorts: string[];
  locked: boolean;
  ghost: boolean;
}

export type CardNode = Node<CardContent, "card" | "note">;

export const Card = memo(function Card({ data, selected }: NodeProps<CardNode>) {
  const { node, lit, tried, untriedPorts, locked, ghost } = data;
  return (
    <div className={`card${selected ? " selected" : ""}${lit ? " lit" : ""}${tried === false ? " untried" : ""}`} data-testid={`card-${node.id}`}>
      {node.kind === "step" && (
        <Handle id="in" type="target" position={Position.Top} isConnectable={!locked}
          isConnectableStart={false} data-testid={`target-${node.id}`} />
      )}
      <CardFace node={node} />
      {tried !== null && <Tried tried={tried} />}
      {node.ports.map((port, index) => (
        <Source key={port.id} node={node} port={port} index={index} locked={locked} ghost={ghost} untried={untriedPorts.includes(port.id)} />
      ))}
    </div>
  );
});

export function CardFace({ node }: { node: CanvasNode }) {
  return (
    <>
      <Tile icon={node.icon} type={node.type} kind={node.kind} />
      <div className="face">
        <div className="title" title={node.title}>{node.title}</div>
        {node.line && <div className={`line${node.badge || node.counts ? "" : " two"}`}>{node.line}</div>}
        {(node.badge || node.counts) && <Foot node={node} />}
      </div>
    </>
  );
}

// Whether some story comes here: a sign and a word, never the colour alone.
export function Tried({ tried }: { tried: boolean }) {
  const desk = useContext(DeskContext);
  return (
    <span className={`tried ${tried ? "yes" : "no"}`}>
      <Icon name={tried ? "ok" : "untried"} size={12} />
      {tried ? desk.w("card_tried") : desk.w("card_untried")}
    </span>
  );
}

function Foot({ node }: { node: CanvasNode }) {
  return (
    <div className="foot">
      {node.badge && (
        <span className={`badge ${node.badge.level}`} title={node.badge.text}>
          <Icon name={node.badge.level} size={13} />
          <span>{node.badge.text}</span>
        </span>
      )}
      {node.counts && (
        <span className="counts">
          <span className="passed">{node.counts.left}</span>
          {node.counts.right && <span className="here">{node.counts.right}</span>}
        </span>
      )}
    </div>
  );
}

interface SourceProps {
  node: CanvasNode;
  port: Port;
  index: number;
  locked: boolean;
  ghost: boolean;
  untried: boolean;
}

function Source({ node, port, index, locked, ghost, untried }: SourceProps) {
  const left = portX(index, node.ports.length);
  const open = port.target === null;
  return (
    <>
      {open && (ghost ? <Ghost node={node} port={port} /> : <Stub node={node} port={port} left={left} index={index} locked={locked} untried={untried} />)}
      <Handle id={port.id} type="source" position={Position.Bottom} style={{ left: left - 1 }} isConnectable={!locked}
        className={open ? "open" : ""} data-testid={`port-${node.id}-${port.id}`} />
    </>
  );
}

function Stub({ node, port, left, index, locked, untried }: Omit<SourceProps, "ghost"> & { left: number }) {
  const desk = useContext(DeskContext);
  const levels = node.ports.length < 2 ? 1 : Math.min(3, Math.ceil((longest(node.ports) * 6.4 + 46) / (240 / node.ports.length)));
  const drop = 26 + (index % levels) * 30;
  if (locked && !port.label) return null;
  return (
    <div className="stub nodrag nopan" style={{ left }}>
      <svg width="2" height={drop} aria-hidden="true"><line x1="1" y1="0" x2="1" y2={drop} /></svg>
      <button type="button" tabIndex={-1} className={`pill${port.label ? " worded" : ""}${untried ? " untried" : ""}`} disabled={locked}
        aria-label={desk.plusLabel(port.label)} title={desk.plusLabel(port.label)} data-testid={`plus-${node.id}-${port.id}`}
        onClick={(event) => desk.openPalette(event, { node: node.id, port: port.id })}>
        {untried && <Icon name="untried" size={13} />}
        {port.label && <span className="label">{port.label}</span>}
        {!locked && <Icon name="plus" size={14} />}
      </button>
    </div>
  );
}

function longest(ports: Port[]): number {
  return Math.max(...ports.filter((port) => port.target === null).map((port) => Math.min(port.label.length, 26)));
}

function Ghost({ node, port }: { node: CanvasNode; port: Port }) {
  const desk = useContext(DeskContext);
  return (
    <div className="stub nodrag nopan" style={{ left: 120 }}>
      <svg width="2" height="56" aria-hidden="true"><line x1="1" y1="0" x2="1" y2="56" /></svg>
      <button type="button" className="ghost" data-testid={`plus-${node.id}-${port.id}`}
        onClick={(event) => desk.openPalette(event, { node: node.id, port: port.id })}>
        <Icon name="plus" size={16} />
        {desk.w("first_message_question")}
      </button>
    </div>
  );
}

export const Note = memo(function Note({ data, selected }: NodeProps<CardNode>) {
  return (
    <div className={`note${selected ? " selected" : ""}`} data-testid={`card-${data.node.id}`}>
      <div className="title">{data.node.title}</div>
      {data.node.line && <div className="line">{data.node.line}</div>}
    </div>
  );
});
