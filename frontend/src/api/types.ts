/** What the server answers, in the words of the HTTP contract. Base units: bytes, MACs, milliseconds. */

export interface Page<Item> {
  count: number;
  next: string | null;
  previous: string | null;
  results: Item[];
}

export interface Reference {
  library: string;
  name: string;
}

/** One layer with weights, in execution order; height is 1 for a vector. */
export interface SilhouetteStep {
  height: number;
  channels: number;
}

export interface ArchitectureSummary {
  slug: string;
  name: string;
  family: string;
  year: number | null;
  input_shape: number[];
  params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  peak_activation_bytes: number | null;
  depth: number | null;
  top1_error_pct: number | null;
  top5_error_pct: number | null;
  accuracy_protocol: string | null;
  reference: Reference | null;
  silhouette: SilhouetteStep[];
}

export interface Paper {
  title: string;
  arxiv_id: string | null;
  year: number;
}

export interface Accuracy {
  top1_error_pct: number | null;
  top5_error_pct: number | null;
  protocol: string;
  input_size: number | string | null;
  weights: string;
  source: string;
  source_url: string | null;
  notes: string;
  grade: string;
  is_default: boolean;
}

export interface GraphNode {
  path: string;
  op: string;
  inputs: string[];
  attributes: Record<string, unknown>;
  label?: string;
  source_name?: string;
}

export interface GraphDocument {
  format: 1;
  name: string;
  inputs: { name: string; shape: number[] }[];
  nodes: GraphNode[];
  outputs: string[];
}

export interface ArchitectureDetail extends ArchitectureSummary {
  summary: string;
  paper: Paper | null;
  accuracies: Accuracy[];
  recipe: { name: string; parameters: Record<string, unknown>; schema: object } | null;
  graph: GraphDocument;
  graph_sha256: string;
}

export interface CostTotals {
  params: number | null;
  macs: number | null;
  other_ops: number | null;
  activation_bytes: number | null;
  parameter_bytes: number | null;
  peak_activation_bytes: number | null;
  bytes_moved: number | null;
  layers: number;
  depth: number | null;
  /** False when an unknown operator makes every total a lower bound. */
  complete: boolean;
}

export interface LayerCosts {
  path: string;
  label: string;
  op: string;
  kind: string;
  inputs: string[];
  output_shape: number[];
  params: number | null;
  macs: number | null;
  other_ops: number | null;
  activation_bytes: number | null;
  parameter_bytes: number | null;
  bytes_moved: number | null;
  arithmetic_intensity: number | null;
  receptive_field: { size: number; stride: number; offset: number } | null;
  formula: string | null;
  memory: "own" | "in_place" | "view";
  source_name: string | null;
  attributes: Record<string, unknown>;
  parameter_shapes: Record<string, number[]>;
}

export interface GroupCosts extends Omit<CostTotals, "depth"> {
  path: string;
  label: string;
  kind: string;
  children: string[];
  repeat_of: string | null;
  source_name: string | null;
  depth?: number | null;
}

export interface CostReport {
  architecture: string | null;
  input_shape: number[];
  dtype: string;
  totals: CostTotals;
  layers: LayerCosts[];
  groups: GroupCosts[];
}

export interface CostOptions {
  batch?: number;
  height?: number;
  width?: number;
  dtype?: string;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out";
export type JobKind = "profile" | "onnx_export";

export interface Job {
  id: string;
  kind: JobKind;
  state: JobState;
  architecture: string;
  progress: number;
  stage: string;
  attempts: number;
  error: { code: string; message: string } | null;
  result: Record<string, unknown> | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface JobRequest {
  kind: JobKind;
  architecture: string;
  device?: string;
  dtype?: string;
  batch?: number | null;
  height?: number;
  width?: number;
  opset?: number;
}

export interface Device {
  id: string;
  kind: string;
  name: string;
  memory_bytes: number | null;
  worker: string;
  last_seen_at: string;
}

export interface Latency {
  median: number;
  p05: number;
  p95: number;
  iqr: number;
  samples: number;
}

export interface Measurement {
  id: string | number;
  architecture: string;
  device: string;
  device_name: string;
  driver: string | null;
  torch_version: string;
  dtype: string;
  batch: number;
  input_shape: number[];
  threads: number | null;
  warm_up: number;
  repeats: number;
  weights: string;
  taken_at: string;
  latency_ms: Latency;
  throughput_per_s: number | null;
  peak_memory_bytes: number | null;
  memory_method: string | null;
  layers: { path: string; latency_ms: number | null }[];
  conditions: Record<string, unknown>;
}

export interface ComparisonItem {
  slug: string;
  name: string;
  family: string;
  year: number | null;
  input_shape: number[];
  params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  peak_activation_bytes: number | null;
  depth: number | null;
  top1_error_pct: number | null;
  top5_error_pct: number | null;
  accuracy_protocol: string | null;
  accuracy_source: string | null;
  measurements: Measurement[];
}

export interface Comparison {
  slug: string;
  url: string;
  created_at: string;
  items: ComparisonItem[];
  view: Record<string, unknown>;
}
