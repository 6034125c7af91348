package io.partwarden.maintenance.runs;

import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Instant;

/** A table as a run finds it: what is wanted of it, what it is, what is remembered of it, and which moment is taken for now. */
record Situation(Target target, TablePolicy policy, TableSnapshot snapshot, TableState state, Instant now) {

    QualifiedName table() {
        return snapshot.parent().name();
    }

    Situation with(TableSnapshot newer) {
        return new Situation(target, policy, newer, state, now);
    }

    Situation with(TablePolicy other) {
        return new Situation(target, other, snapshot, state, now);
    }
}
