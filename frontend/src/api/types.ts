/** Names for the answers of the server; their shapes are generated from its schema (`make schema`). */

import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Accuracy = Schemas["Accuracy"];
export type ArchitectureDetail = Schemas["ArchitectureDetail"];
export type ArchitectureSummary = Schemas["ArchitectureSummary"];
export type Comparison = Schemas["Comparison"];
export type ComparisonItem = Schemas["ComparisonItem"];
export type ComparisonLink = Schemas["ComparisonLink"];
export type CostReport = Schemas["CostReport"];
export type CostTotals = Schemas["CostTotals"];
export type Device = Schemas["Device"];
export type Dtype = Schemas["Dtype"];
export type Insight = Schemas["Insight"];
export type Job = Schemas["Job"];
export type JobKind = Schemas["JobKind"];
export type JobState = Schemas["JobState"];
export type LayerCosts = Schemas["LayerCosts"];
export type LectureNote = Schemas["LectureNote"];
export type Measurement = Schemas["Measurement"];
export type MeasurementSummary = Schemas["MeasurementSummary"];
export type SilhouetteStep = Schemas["SilhouetteStep"];
export type TrainingMemory = Schemas["TrainingMemory"];

export type CostOptions = NonNullable<operations["getCosts"]["parameters"]["query"]>;
export type OnnxOptions = NonNullable<operations["downloadOnnx"]["parameters"]["query"]>;
/** device and dtype have defaults on the server. */
export type JobRequest = Pick<Schemas["JobBodyRequest"], "kind" | "architecture"> &
  Partial<Schemas["JobBodyRequest"]>;
