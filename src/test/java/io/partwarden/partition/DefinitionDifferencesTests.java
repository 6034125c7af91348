package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TypedText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionDifferencesTests {

    private static final TestTypes TYPES = new TestTypes();

    private final DefinitionPlanner planner = new DefinitionPlanner();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    text                     | 'a'                 | 'a'::text                              | true
                    text                     | 'a'                 | 'b'::text                              | false
                    varchar(5)               | 'a'                 | 'a'::character varying                 | true
                    int                      | -1                  | '-1'::integer                          | true
                    int                      | '1'                 | 1                                      | true
                    int                      | 1                   | 2                                      | false
                    numeric(10,2)            | 1.50                | 1.5                                    | true
                    bool                     | true                | true                                   | true
                    bool                     | 't'                 | true                                   | true
                    timestamptz              | now()               | CURRENT_TIMESTAMP                      | true
                    timestamptz              | now()               | clock_timestamp()                      | false
                    timestamp                | now() at time zone 'utc' | (now() AT TIME ZONE 'UTC'::text)  | true
                    timestamptz              | now() + interval '1 day' | (now() + '1 day'::interval)       | true
                    timestamptz              | now() + interval '1 day' | (now() + '2 days'::interval)      | false
                    date                     | now()::date         | (now())::date                          | true
                    text                     | null                | NULL::text                             | true
                    text[]                   | ARRAY[]::text[]     | '{}'::text[]                           | true
                    app.status               | 'a'                 | 'a'::app.status                        | true
                    app.status               | 'a'                 | 'a'::app.other                         | false
                    bigint                   | 5                   | nextval('s'::regclass)                 | false
                    """)
    void defaultsAreComparedByMeaning(String type, String wanted, String found, boolean equal) {
        TableDefinition definition = Definitions.table("t")
                .column("k", "date")
                .withDefault("c", type, wanted)
                .by(Strategy.RANGE, "k")
                .build();

        List<DefinitionDifference> differences = differences(definition, shape(type(type), found));

        assertThat(differences)
                .extracting(DefinitionDifference::field)
                .isEqualTo(equal ? List.of() : List.of("columns[1].default"));
    }

    @Test
    void aMissingDefaultAndOneTooManyAreNamed() {
        TableDefinition with = Definitions.table("t")
                .column("k", "date")
                .withDefault("c", "int", "1")
                .by(Strategy.RANGE, "k")
                .build();
        TableDefinition without = Definitions.table("t")
                .column("k", "date")
                .column("c", "int")
                .by(Strategy.RANGE, "k")
                .build();

        assertThat(differences(with, shape("integer", null)))
                .containsExactly(new DefinitionDifference("columns[1].default", "1", null));
        assertThat(differences(without, shape("integer", "1")))
                .containsExactly(new DefinitionDifference("columns[1].default", null, "1"));
    }

    @Test
    void keysAndTheOrderOfColumnsCount() {
        TableDefinition definition = Definitions.table("t")
                .column("c", "int")
                .column("k", "date")
                .primaryKey("k", "c")
                .by(Strategy.LIST, "k")
                .build();

        assertThat(differences(definition, shape("integer", null)))
                .contains(
                        new DefinitionDifference("columns", "c, k", "k, c"),
                        new DefinitionDifference("primary_key", "k, c", ""),
                        new DefinitionDifference("partition_by", "list (k)", "range (k)"));
    }

    @Test
    void aPlainTableIsNotPartitioned() {
        TableDefinition definition = Definitions.table("t")
                .column("k", "date")
                .by(Strategy.RANGE, "k")
                .build();
        TableShape plain = new TableShape(
                QualifiedName.of("app", "t"),
                List.of(new TableShape.Column("k", "date", true, null, null, false)),
                List.of(),
                null,
                List.of());

        assertThat(differences(definition, plain))
                .containsExactly(new DefinitionDifference("partition_by", "range (k)", "not partitioned"));
    }

    private List<DefinitionDifference> differences(TableDefinition definition, TableShape found) {
        Map<TypedText, String> constants = planner.constants(definition, TYPES, 18).stream()
                .collect(Collectors.toMap(Function.identity(), TypedText::text));
        return planner.differences(definition, new DefinitionContext(18, TYPES, constants, Set.of(), "f"), found);
    }

    private static String type(String text) {
        return Map.of(
                        "varchar(5)", "character varying(5)",
                        "int", "integer",
                        "bool", "boolean",
                        "timestamptz", "timestamp with time zone",
                        "timestamp", "timestamp without time zone")
                .getOrDefault(text, text);
    }

    private static TableShape shape(String type, @Nullable String defaultExpression) {
        return new TableShape(
                QualifiedName.of("app", "t"),
                List.of(
                        new TableShape.Column("k", "date", true, null, null, false),
                        new TableShape.Column("c", type, true, defaultExpression, null, false)),
                List.of(),
                new TableShape.PartitionBy(Strategy.RANGE, List.of("k")),
                List.of());
    }
}
