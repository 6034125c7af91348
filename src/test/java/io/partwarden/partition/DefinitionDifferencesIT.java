package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.GoldenPlans;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a definition made is equal to it, however the server writes it back; what was changed since is named. */
class DefinitionDifferencesIT {

    private final DefinitionPlanner planner = new DefinitionPlanner();

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void aTableIsEqualToTheDefinitionThatMadeIt(int version) throws SQLException {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute(GoldenDefinitions.SETUP);
        for (TableDefinition definition : GoldenDefinitions.all().values()) {
            DefinitionContext context = new ServerContext(database).of(definition);
            GoldenPlans.execute(planner.plan(definition, context), database);

            assertThat(differences(database, definition, context))
                    .as(definition.table())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void whatWasChangedSinceIsNamed(int version) throws SQLException {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute(GoldenDefinitions.SETUP);
        TableDefinition definition = GoldenDefinitions.range();
        DefinitionContext context = new ServerContext(database).of(definition);
        GoldenPlans.execute(planner.plan(definition, context), database);
        database.execute(
                "ALTER TABLE app.measurements ADD COLUMN extra text",
                "ALTER TABLE app.measurements ALTER value TYPE numeric(10,2), ALTER value DROP NOT NULL",
                "ALTER TABLE app.measurements ALTER value SET DEFAULT 1 + 1, ALTER sensor SET DEFAULT gen_random_uuid()",
                "ALTER TABLE app.measurements ALTER id DROP IDENTITY",
                "DROP INDEX app.measurements_at_idx",
                "CREATE INDEX partial ON app.measurements (sensor) WHERE sensor IS NOT NULL");

        assertThat(differences(database, definition, context))
                .containsExactlyInAnyOrder(
                        new DefinitionDifference("columns[0].identity", "by default", null),
                        new DefinitionDifference("columns[2].default", null, "gen_random_uuid()"),
                        new DefinitionDifference("columns[3].type", "double precision", "numeric(10,2)"),
                        new DefinitionDifference("columns[3].nullable", "false", "true"),
                        new DefinitionDifference("columns[3].default", null, "(1 + 1)"),
                        new DefinitionDifference("columns", null, "extra text"),
                        new DefinitionDifference("indexes[0]", "brin (at)", null),
                        new DefinitionDifference("indexes", null, "partial: btree (sensor)"));
    }

    private List<DefinitionDifference> differences(
            TestDatabase database, TableDefinition definition, DefinitionContext context) throws SQLException {
        QualifiedName table = QualifiedName.of(definition.schema(), definition.table());
        return planner.differences(definition, context, ServerShape.of(database, table));
    }
}
