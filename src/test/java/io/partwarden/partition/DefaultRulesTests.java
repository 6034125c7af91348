package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.sql.Plan;
import io.partwarden.sql.TypedText;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of defaults, through the planner: what is written for what is given, and what is refused. */
class DefaultRulesTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    int                      | 5                            | 5
                    int                      | -5                           | (-5)
                    int                      | '5'                          | '5'
                    int                      | ( 5 )                        | 5
                    bigint                   | 5::int                       | CAST(5 AS "pg_catalog"."int4")
                    numeric(10,2)            | 1.5e3                        | 1.5e3
                    text                     | 'it''s'                      | 'it''s'
                    text                     | 'a'::text                    | CAST('a' AS "pg_catalog"."text")
                    varchar(3)               | 'abc'                        | 'abc'
                    bool                     | TRUE                         | TRUE
                    text                     | NULL                         | NULL
                    date                     | DATE '2026-01-01'            | CAST('2026-01-01' AS "pg_catalog"."date")
                    timestamp(3)             | timestamp(3) '2026-01-01'    | CAST('2026-01-01' AS "pg_catalog"."timestamp"(3))
                    timestamptz              | now()                        | pg_catalog.now()
                    timestamptz              | pg_catalog.now()             | pg_catalog.now()
                    timestamptz              | CURRENT_TIMESTAMP            | CURRENT_TIMESTAMP
                    timestamp                | localtimestamp               | LOCALTIMESTAMP
                    date                     | current_date                 | CURRENT_DATE
                    date                     | now()                        | pg_catalog.now()
                    date                     | now()::date                  | CAST(pg_catalog.now() AS "pg_catalog"."date")
                    timestamp                | now() at time zone 'utc'     | (pg_catalog.now() AT TIME ZONE 'utc')
                    timestamptz              | now() + interval '1 day'     | (pg_catalog.now() OPERATOR(pg_catalog.+) CAST('1 day' AS "pg_catalog"."interval"))
                    timestamptz              | now() - '1 day'::interval    | (pg_catalog.now() OPERATOR(pg_catalog.-) CAST('1 day' AS "pg_catalog"."interval"))
                    timestamp                | current_date + interval '1h' | (CURRENT_DATE OPERATOR(pg_catalog.+) CAST('1h' AS "pg_catalog"."interval"))
                    uuid                     | gen_random_uuid()            | pg_catalog.gen_random_uuid()
                    uuid                     | uuidv7()                     | pg_catalog.uuidv7()
                    text                     | gen_random_uuid()            | pg_catalog.gen_random_uuid()
                    text                     | current_user                 | CURRENT_USER
                    jsonb                    | '{}'::jsonb                  | CAST('{}' AS "pg_catalog"."jsonb")
                    jsonb                    | CAST('{}' AS jsonb)          | CAST('{}' AS "pg_catalog"."jsonb")
                    text[]                   | '{}'                         | '{}'
                    text[]                   | ARRAY[]::text[]              | CAST(ARRAY[] AS "pg_catalog"."text"[])
                    int[]                    | ARRAY[1, -2]                 | CAST(ARRAY[1, (-2)] AS "pg_catalog"."int4"[])
                    app.status               | 'a'                          | 'a'
                    app.status               | 'a'::status                  | CAST('a' AS "app"."status")
                    app.positive             | 1                            | 1
                    """)
    void isWrittenAnewWithEveryNameQualified(String type, String given, String written) {
        assertThat(plan(type, given, 18).steps().get(0).ddl().sql()).contains(" DEFAULT " + written);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    int         | now()                             | A timestamptz is not assigned to a column of type integer
                    date        | gen_random_uuid()                 | A uuid is not assigned
                    int         | 'a'::text                         | A text is not assigned
                    date        | 5                                 | A number is not assigned
                    int         | true                              | true or false is not assigned
                    int         | ARRAY[1]                          | ARRAY[..] is not assigned
                    text[]      | now()                             | is not assigned
                    varchar(2)  | 'abc'                             | does not fit
                    bit(3)      | '10'                              | does not fit
                    timestamptz | 'now'                             | frozen
                    date        | DATE 'Today'                      | frozen
                    timestamp   | now() at time zone 'Nowhere'      | zone's full name
                    timestamp   | current_date at time zone 'utc'   | needs a timestamp
                    timestamptz | now() + 1                         | needs a type here
                    timestamptz | now() + '1 day'::text             | INTERVAL
                    timestamptz | gen_random_uuid() + interval '1h' | date or a timestamp only
                    uuid        | uuidv4()                          | needs PostgreSQL 18
                    text        | nope()                            | not one that a default may call
                    text        | app.now()                         | not one that a default may call
                    text        | pg_catalog.pg_sleep(10)           | Where a constant in quotes
                    text        | pg_read_file('/etc/passwd')       | not one that a default may call
                    text        | now(1)                            | takes no arguments
                    text        | (select 1)                        | Allowed are
                    text        | 'a' 'b'                           | the end should be
                    text        | 'a'; drop table x                 | ';' has no meaning
                    text        | 'a' -- b                          | Comments
                    text        | E'\\x'                            | prefix
                    text        | $$a$$                             | '$' has no meaning
                    text        | other_column                      | a constant in quotes
                    text        | 'open                             | never closed
                    int         | 1 + 1                             | needs a type here
                    int         | - - 1                             | a number
                    int         | -(1)                              | a number
                    int         | 0x1F                              | followed by letters
                    int         | nextval('s')                      | not one that a default may call
                    """)
    void whatIsNotAllowedIsRefusedWithTheReason(String type, String given, String reason) {
        assertThatThrownBy(() -> plan(type, given, 17))
                .isInstanceOfSatisfying(
                        DefinitionRefusedException.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(violation -> {
                                    assertThat(violation.field()).isEqualTo("columns[1].default");
                                    assertThat(violation.message()).contains(reason);
                                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "(",
                ")",
                "::",
                "'a'::",
                "cast(",
                "array[",
                "interval",
                "\0",
                "'\0'",
                "\ud800",
                "'a' || 'b'"
            })
    void brokenTextIsRefused(String given) {
        assertThatThrownBy(() -> plan("text", given, 18)).isInstanceOf(DefinitionRefusedException.class);
    }

    @Test
    void nestingAndLengthAreBounded() {
        assertThatThrownBy(() -> plan("int", "(".repeat(2000) + "1" + ")".repeat(2000), 18))
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> plan("text", "'" + "x".repeat(10_000) + "'", 18))
                .hasMessageContaining("more than 10000 characters");
    }

    private static Plan plan(String type, String defaultExpression, int version) {
        TableDefinition definition = Definitions.table("t")
                .column("k", "date")
                .withDefault("c", type, defaultExpression)
                .by(Strategy.RANGE, "k")
                .build();
        DefinitionPlanner planner = new DefinitionPlanner();
        TestTypes types = new TestTypes();
        Map<TypedText, String> constants = planner.constants(definition, types, version).stream()
                .collect(Collectors.toMap(Function.identity(), TypedText::text));
        return planner.plan(definition, new DefinitionContext(version, types, constants, Set.of(), "f"));
    }
}
