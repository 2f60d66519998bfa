// The contract of drivers on a lab of its own: it waits most of the time, and runs beside the other suites.

import { suiteOnLab } from "./suite.ts";

export default suiteOnLab("t3rd", {
  include: ["test/on-lab/driver.test.ts"],
  retry: process.env.CI === "true" ? 1 : 0,
});
