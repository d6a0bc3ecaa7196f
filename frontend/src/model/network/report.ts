/** As much of the cost report as the diagram needs; docs/costs.md says what each figure means. */

export interface Costs {
  /** Activation memory in bytes, parameters, and multiply-accumulates; null where unknown. */
  activation_bytes: number | null;
  params: number | null;
  macs: number | null;
  /** What pools do; the lecture adds it to the multiply-accumulates. */
  pooling_ops: number | null;
  /** Everything that is not a multiply-accumulate, pools included. */
  other_ops: number | null;
  /** Inputs, weights and outputs, read or written once. */
  bytes_moved: number | null;
}

/** With what is no sum. */
interface Reported extends Costs {
  /** FLOPs (2 x MACs and the other operations) for each byte moved; null where unknown or nothing moves. */
  arithmetic_intensity?: number | null;
}

/** In pixels of the input, along one side. */
export interface ReceptiveField {
  size: number;
  stride: number;
  offset: number;
}

export interface ReportLayer extends Reported {
  path: string;
  label: string;
  op: string;
  /** The operator as people write it; of an unknown one, the name it came with. */
  op_name: string;
  kind: string;
  /** The input channels that an output channel reads: none but its own, a few neighbours, those of its group ... */
  channel_mixing: string;
  inputs: readonly string[];
  output_shape: readonly number[];
  /** The axis of output_shape that holds the channels; null where they cannot be told apart. */
  channel_axis: number | null;
  attributes?: Readonly<Record<string, unknown>>;
  /** Bytes of the output if it has storage of its own, else 0: what the layer adds to its network. */
  stored_bytes: number | null;
  source_name?: string | null;
  /** Left out at inference; only reports requested with training have such layers. */
  training_only?: boolean;
  receptive_field: ReceptiveField | null;
}

export interface ReportGroup extends Reported {
  path: string;
  label: string;
  kind: string;
  children: readonly string[];
  repeat_of: string | null;
  source_name: string | null;
  layers: number;
  complete: boolean;
}

export interface Report {
  input_shape: readonly number[];
  totals: Reported & { layers: number; complete: boolean };
  layers: readonly ReportLayer[];
  groups: readonly ReportGroup[];
}
