// Builds the experiment.

import { MAX_DURATION, toSeconds } from "../../../base/prelude/time.ts";
import { faultOfKind, writtenTargets } from "./build-faults.ts";
import { needsDuration } from "../../cluster/fault.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import type { Known } from "../known.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { AvailabilityStudy, CrashCampaign, Experiment, Incident, Published } from "../scenario.ts";
import type { WrittenScenario } from "../shape.ts";
import { durationOf, distributionOf } from "../../../base/document/well-formed.ts";

type WrittenExperiment = WrittenScenario["experiment"];
type WrittenCampaign = NonNullable<WrittenExperiment["crash-campaign"]>;

export function buildExperiment(experiment: WrittenExperiment, known: Known, complain: Complain): Experiment {
  const { "crash-campaign": campaign, availability, incident } = experiment;
  if ([campaign, availability, incident].filter((each) => each !== undefined).length !== 1)
    complain(["experiment"], "expected exactly one of crash-campaign, availability, incident", true);
  if (campaign !== undefined) return campaignOf(campaign, known, complain);
  if (incident !== undefined) return incidentOf(incident);
  return availabilityOf(availability, complain);
}

function incidentOf({ horizon, clock }: NonNullable<WrittenExperiment["incident"]>): Incident {
  return { kind: "incident", horizon: durationOf(horizon), clock: durationOf(clock ?? SCENARIO_DEFAULTS.clock) };
}

function campaignOf(
  { trials, timeout, order, inject, published }: WrittenCampaign,
  known: Known,
  complain: Complain,
): CrashCampaign {
  return {
    kind: "crash-campaign",
    trials: trials ?? SCENARIO_DEFAULTS.campaign.trials,
    timeout: durationOf(timeout ?? SCENARIO_DEFAULTS.campaign.timeout),
    order: order ?? SCENARIO_DEFAULTS.campaign.order,
    inject: inject.map(({ fault, target, weight, lasts, ...parameters }, i) => {
      const path = ["experiment", "crash-campaign", "inject", i];
      if (needsDuration(fault) && lasts === undefined)
        complain(path, `${fault} needs lasts: nobody repairs it, so no trial would recover`);
      return {
        ...faultOfKind(fault, parameters, path, complain),
        on: writtenTargets(fault, target, path, known, complain),
        weight: weight ?? SCENARIO_DEFAULTS.campaign.weight,
        lasts: lasts === undefined ? undefined : distributionOf(lasts),
      };
    }),
    published: published === undefined ? undefined : publishedOf(published),
  };
}

function publishedOf({ source, trials, mean, sd }: NonNullable<WrittenCampaign["published"]>): Published {
  return { source, n: trials, meanSeconds: toSeconds(durationOf(mean)), sdSeconds: toSeconds(durationOf(sd)) };
}

function availabilityOf(written: WrittenExperiment["availability"] = {}, complain: Complain): AvailabilityStudy {
  const { replications, horizon, warmUp } = { ...SCENARIO_DEFAULTS.availability, ...written };
  if (durationOf(horizon) + durationOf(warmUp) > MAX_DURATION)
    complain(
      ["experiment", "availability", "horizon"],
      "horizon and warmUp are together longer than 285y, the longest that is counted exactly",
    );
  return { kind: "availability", replications, horizon: durationOf(horizon), warmUp: durationOf(warmUp) };
}
