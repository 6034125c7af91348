package io.partwarden.table;

import io.partwarden.partition.DefinedKey;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a table is looked after: kept by another module, said and shown with the table. */
public interface TableUpkeep {

    /**
     * Reads the policy that a definition brings along; nothing is changed yet.
     *
     * @param key empty where the definition itself is wrong there
     */
    Wish read(Target target, QualifiedName table, Optional<DefinedKey> key, JsonNode policy);

    /** What is to be shown of the table's policy, null where it has none. */
    @Nullable
    Object policy(Target target, QualifiedName table);

    /** A policy that a definition brings along. */
    interface Wish {

        /** What is wrong with it, in the fields of the definition. */
        List<FieldProblem> problems();

        /** @throws Problem 409 with the differences if the table has another policy already */
        void requireNoOther();

        /** Makes it the table's policy, unless it is already. */
        void store();
    }
}
