package io.partwarden.policy;

import io.partwarden.sql.Plan.Warning;
import java.util.List;

/** A policy in which nothing is wrong, and what its owner should know about it nevertheless. */
public record CheckedPolicy(Policy policy, List<Warning> warnings) {

    public CheckedPolicy {
        warnings = List.copyOf(warnings);
    }
}
