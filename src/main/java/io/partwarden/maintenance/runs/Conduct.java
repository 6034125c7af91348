package io.partwarden.maintenance.runs;

import io.partwarden.execution.Fence;
import io.partwarden.execution.Patience;

/**
 * On whose behalf a run is, and under which conditions.
 *
 * @param actor as the audit trail names it
 * @param fence asked before each transaction on the target, so that a run that was replaced ends
 */
record Conduct(String actor, Patience patience, Fence fence) {

    /** Who our records say made and detached partitions for a policy, whoever asked for the run. No token or JWT can have the name. */
    static final String MAINTENANCE = "@maintenance";
}
