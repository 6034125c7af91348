package io.partwarden.table;

import io.partwarden.catalog.DefinitionReader;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.targets.Target;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether tables can come into a schema at all, told before anything is touched. */
@Component
final class SchemaAccess {

    private final DefinitionReader reader;

    SchemaAccess(DefinitionReader reader) {
        this.reader = reader;
    }

    /** @throws Problem 404 if there is no such schema, 422 if our role may not create in it */
    void requireCreatable(Target target, Identifier schema) {
        Optional<Boolean> allowed = reader.mayCreateIn(target, schema);
        if (allowed.isEmpty()) {
            throw Problem.of(
                    TableProblems.SCHEMA_NOT_FOUND,
                    "Target '" + target.name() + "' has no schema " + schema + "; create it first.");
        }
        if (!allowed.get()) {
            throw Problem.of(
                    ExecutionProblem.NOT_PERMITTED,
                    "The target's role may not create tables in schema " + schema + ": GRANT CREATE ON SCHEMA to it.");
        }
    }
}
