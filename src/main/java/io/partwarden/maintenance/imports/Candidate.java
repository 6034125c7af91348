package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.GridDrift;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Scheme;
import java.util.List;

/** A table for which the other tool's configuration makes a policy in which nothing is wrong. */
record Candidate(TableSnapshot table, PolicyDocument document, Policy policy) {

    /** Empty scheme kinds are refused before: another tool's periods lie on a range key. */
    Scheme.Periods periods() {
        if (policy.scheme() instanceof Scheme.Periods periods) {
            return periods;
        }
        throw new IllegalStateException("Only periods are imported");
    }

    Lane lane() {
        return Lane.of(table.parent().key(), table.partitions(), periods(), List.of());
    }

    List<Placed> drifted() {
        return GridDrift.of(lane());
    }
}
