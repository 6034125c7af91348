package io.partwarden.maintenance;

import io.partwarden.policy.Policy;
import io.partwarden.sql.Plan.Warning;
import java.util.List;

/** A policy's document in which nothing is wrong, with every default resolved. */
public record ReadPolicy(Policy policy, PolicySettings settings, List<Warning> warnings) {

    public ReadPolicy {
        warnings = List.copyOf(warnings);
    }
}
