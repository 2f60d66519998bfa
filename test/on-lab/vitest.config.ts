// All tests on a lab except the contract of drivers.

import { suiteOnLab } from "./suite.ts";

export default suiteOnLab("t3rc", { include: ["test/on-lab/*.test.ts"], exclude: ["test/on-lab/driver.test.ts"] });
