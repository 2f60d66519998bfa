// The contract of drivers on a lab of its own, since it waits for most of its time and goes beside the other suites.

import { suiteOnLab } from "./suite.ts";

export default suiteOnLab("t3rd", {
  include: ["test/on-lab/driver.test.ts"],
  retry: process.env.CI === "true" ? 1 : 0,
});
