package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.FittedName;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of a new table's indexes: those that the request chose, and {@code t_a_b_idx} and the like for all others. */
final class IndexNames {

    private final QualifiedName table;
    private final Set<QualifiedName> taken;

    /** @param taken every relation and type name in the table's schema, its own included */
    IndexNames(QualifiedName table, Set<QualifiedName> taken) {
        this.table = table;
        this.taken = new HashSet<>(taken);
    }

    /** @throws PlanRefusedException if it is taken */
    Identifier claim(Identifier name) {
        QualifiedName qualified = new QualifiedName(table.schema(), name);
        if (!taken.add(qualified)) {
            throw PlanRefusedException.because(
                    Reason.NAME_TAKEN, qualified, "The name " + qualified + " is taken already; choose another one.");
        }
        return name;
    }

    /** The default name, or where that is taken one with a hash of what the index is. */
    Identifier next(List<Identifier> columns, String ending) {
        String suffix = columns.stream().map(c -> "_" + c.value()).collect(Collectors.joining()) + ending;
        Identifier plain = FittedName.of(table.name().value(), suffix);
        if (taken.add(new QualifiedName(table.schema(), plain))) {
            return plain;
        }
        return claim(FittedName.hashed(table.name().value(), suffix, table.name() + suffix + taken.size()));
    }
}
