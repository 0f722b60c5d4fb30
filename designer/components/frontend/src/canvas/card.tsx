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
  locked: boolean;
  ghost: boolean;
}

export type CardNode = Node<CardContent, "card" | "note">;

export const Card = memo(function Card({ data, selected }: NodeProps<CardNode>) {
  const { node, lit, locked, ghost } = data;
  return (
    <div className={`card${selected ? " selected" : ""}${lit ? " lit" : ""}`} data-testid={`card-${node.id}`}>
      {node.kind === "step" && (
        <Handle id="in" type="target" position={Position.Top} isConnectable={!locked}
          isConnectableStart={false} data-testid={`target-${node.id}`} />
      )}
      <CardFace node={node} />
      {node.ports.map((port, index) => (
        <Source key={port.id} node={node} port={port} index={index} locked={locked} ghost={ghost} />
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
}

function Source({ node, port, index, locked, ghost }: SourceProps) {
  const left = portX(index, node.ports.length);
  const open = port.target === null;
  return (
    <>
      {open && (ghost ? <Ghost node={node} port={port} /> : <Stub node={node} port={port} left={left} index={index} locked={locked} />)}
      <Handle id={port.id} type="source" position={Position.Bottom} style={{ left: left - 1 }} isConnectable={!locked}
        className={open ? "open" : ""} data-testid={`port-${node.id}-${port.id}`} />
    </>
  );
}

function Stub({ node, port, left, index, locked }: Omit<SourceProps, "ghost"> & { left: number }) {
  const desk = useContext(DeskContext);
  const levels = node.ports.length < 2 ? 1 : Math.min(3, Math.ceil((longest(node.ports) * 6.4 + 46) / (240 / node.ports.length)));
  const drop = 26 + (index % levels) * 30;
  if (locked && !port.label) return null;
  return (
    <div className="stub nodrag nopan" style={{ left }}>
      <svg width="2" height={drop} aria-hidden="true"><line x1="1" y1="0" x2="1" y2={drop} /></svg>
      <button type="button" tabIndex={-1} className={`pill${port.label ? " worded" : ""}`} disabled={locked}
        aria-label={desk.plusLabel(port.label)} title={desk.plusLabel(port.label)} data-testid={`plus-${node.id}-${port.id}`}
        onClick={(event) => desk.openPalette(event, { node: node.id, port: port.id })}>
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
