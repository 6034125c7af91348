package io.partwarden.partition;

import static io.partwarden.partition.Strategy.HASH;
import static io.partwarden.partition.Strategy.LIST;
import static io.partwarden.partition.Strategy.RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.partwarden.partition.DefinitionRefusedException.Violation;
import io.partwarden.partition.TableDefinition.Column;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableDefinition.Index.Method;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TypedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionPlannerTests {

    private static final TestTypes TYPES = new TestTypes();

    private final DefinitionPlanner planner = new DefinitionPlanner();

    @Test
    void makesTableKeyAndIndexesInOneTransactionThatLocksNothing() {
        Plan plan = plan(measurements().build());

        assertThat(plan.transactions()).hasSize(1);
        assertThat(plan.steps()).hasSize(2).allSatisfy(step -> {
            assertThat(step.lock()).isFalse();
            assertThat(step.locks()).isEmpty();
        });
        assertThat(plan.summary()).isEqualTo("Create table app.measurements, partitioned by range (at).");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        TableDefinition wrong = Definitions.table("")
                .schema("pg_catalog")
                .column("a", "nonsense")
                .column("a", "int")
                .column("ctid", "int")
                .withDefault("d", "int", "drop_everything()")
                .primaryKey("b")
                .by(LIST, "a", "lower(d)")
                .index(Method.GIN, "d")
                .build();

        assertThat(violations(wrong, 18))
                .extracting(Violation::field, Violation::code)
                .contains(
                        tuple("schema", "system-schema"),
                        tuple("table", "required"),
                        tuple("columns[0].type", "invalid-type"),
                        tuple("columns[1].name", "duplicate"),
                        tuple("columns[2].name", "system-column"),
                        tuple("columns[3].default", "invalid-default"),
                        tuple("primary_key[0]", "unknown-column"),
                        tuple("primary_key", "must-contain-partition-key"),
                        tuple("partition_by.columns", "list-takes-one"),
                        tuple("partition_by.columns[1]", "expression"),
                        tuple("indexes[0].columns[0]", "not-indexable"));
    }

    @Test
    void namesAreCheckedAsTheServerWouldKeepThem() {
        String long63 = "x".repeat(63);
        assertRefused(base().column("y".repeat(64), "int"), "columns[1].name", "name-too-long");
        assertRefused(base().column("ü".repeat(32), "int"), "columns[1].name", "name-too-long");
        assertRefused(base().column(long63, "int").column(long63 + "y", "int"), "columns[2].name", "duplicate");
        assertRefused(base().column("", "int"), "columns[1].name", "required");
        assertRefused(base().column("a\nb", "int"), "columns[1].name", "invalid");
        assertRefused(base().column("\ud83d", "int"), "columns[1].name", "invalid");
        assertRefused(base().column("xmin", "int"), "columns[1].name", "system-column");
        assertRefused(base().schema("information_schema"), "schema", "system-schema");
        assertAccepted(base().column(long63, "int").column("\"; drop table x; --", "int"));
    }

    @Test
    void aTableHasOneTo1600Columns() {
        Definitions many = base();
        IntStream.range(0, 1600).forEach(i -> many.column("c" + i, "int"));

        assertRefused(many, "columns", "too-many");
        assertRefused(Definitions.table("t").by(RANGE, "k"), "columns", "required");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    serial        | identity
                    int(3)        | takes no modifiers
                    app.nothing   | no type app.nothing
                    datetime      | Did you mean timestamp with time zone?
                    anyelement    | pseudo-type
                    pg_class      | system table
                    secret        | GRANT USAGE
                    text(3)       | takes no modifiers
                    numeric(3,-1) | between 0 and 3
                    """)
    void typesAreLookedUpOnTheTarget(String type, String reason) {
        assertThat(violations(base().column("c", type).build(), 14))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("columns[1].type");
                    assertThat(violation.code()).isEqualTo("invalid-type");
                    assertThat(violation.message()).contains(reason);
                });
    }

    @Test
    void keyColumnsAreNotNullAndSayingOtherwiseIsRefused() {
        assertRefused(
                base().nullable("id", "int", true).primaryKey("id", "k"), "columns[1].nullable", "must-not-be-null");
        assertRefused(
                base().add(new Column("id", "int", true, null, Identity.ALWAYS)),
                "columns[1].nullable",
                "must-not-be-null");
        assertThat(sql(base().column("id", "int").nullable("n", "int", false).primaryKey("id", "k")))
                .contains("\"id\" \"pg_catalog\".\"int4\" NOT NULL")
                .contains("\"k\" \"pg_catalog\".\"date\" NOT NULL")
                .contains("\"n\" \"pg_catalog\".\"int4\" NOT NULL");
    }

    @Test
    void identityIsForWholeNumbersAndExcludesADefault() {
        assertRefused(base().identity("id", "text", Identity.ALWAYS), "columns[1].identity", "identity-type");
        assertRefused(base().identity("id", "int[]", Identity.ALWAYS), "columns[1].identity", "identity-type");
        assertRefused(base().identity("id", "app.positive", Identity.ALWAYS), "columns[1].identity", "identity-type");
        assertRefused(
                base().add(new Column("id", "int", null, "1", Identity.BY_DEFAULT)),
                "columns[1].default",
                "identity-and-default");
        assertThat(sql(base().identity("id", "bigint", Identity.BY_DEFAULT)))
                .contains("\"id\" \"pg_catalog\".\"int8\" GENERATED BY DEFAULT AS IDENTITY NOT NULL");
    }

    @Test
    void identityBefore17WarnsThatPartitionsHaveNone() {
        TableDefinition definition =
                base().identity("id", "bigint", Identity.ALWAYS).build();

        assertThat(plan(definition, 16, Set.of()).warnings())
                .extracting(Plan.Warning::code)
                .contains("identity-through-parent");
        assertThat(plan(definition, 17, Set.of()).warnings())
                .extracting(Plan.Warning::code)
                .doesNotContain("identity-through-parent");
    }

    @ParameterizedTest
    @CsvSource({
        "RANGE, json, key-type",
        "LIST, xml, key-type",
        "HASH, point, key-type",
        "RANGE, json[], key-type",
        "RANGE, app.pair, key-type",
        "HASH, bit, key-type"
    })
    void aKeyNeedsATypeThatCanBeTold(Strategy strategy, String type, String code) {
        assertRefused(base().column("c", type).by(strategy, "c"), "partition_by.columns[0]", code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "date", "text", "uuid", "app.status", "app.positive", "int[]", "numeric(10,2)"})
    void ordinaryTypesCanBeKeys(String type) {
        for (Strategy strategy : Strategy.values()) {
            assertAccepted(base().column("c", type).by(strategy, "c"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lower(k)",
                "date_trunc('day', k)",
                "(k)",
                "k::date",
                "k + 1",
                "k at time zone 'utc'",
                "k collate \"C\""
            })
    void expressionsInKeysAreRefusedWithTheReason(String expression) {
        assertThat(violations(base().by(RANGE, expression).build(), 18))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("partition_by.columns[0]");
                    assertThat(violation.code()).isEqualTo("expression");
                    assertThat(violation.message()).contains("primary key");
                });
    }

    @Test
    void keysNameColumnsOnceAndAtMost32() {
        Definitions wide = Definitions.table("t");
        String[] names = IntStream.range(0, 33).mapToObj(i -> "c" + i).toArray(String[]::new);
        for (String name : names) {
            wide.column(name, "int");
        }

        assertRefused(wide.by(RANGE, names), "partition_by.columns", "too-many");
        assertRefused(base().by(RANGE, "k", "k"), "partition_by.columns[1]", "duplicate");
        assertRefused(base().by(RANGE, "nope"), "partition_by.columns[0]", "unknown-column");
        assertRefused(base().by(RANGE), "partition_by.columns", "required");
        assertRefused(base().column("b", "int").by(LIST, "k", "b"), "partition_by.columns", "list-takes-one");
        assertRefused(base().primaryKey("k", "k"), "primary_key[1]", "duplicate");
        assertRefused(base().column("j", "json").primaryKey("k", "j"), "primary_key[1]", "not-indexable");
    }

    @Test
    void uniquenessNeedsEveryColumnOfThePartitionKey() {
        Definitions two = base().column("id", "int").column("b", "int").by(HASH, "k", "b");

        assertThat(violations(two.primaryKey("id").unique("id", "b").build(), 18))
                .extracting(Violation::field, Violation::code)
                .containsExactlyInAnyOrder(
                        tuple("primary_key", "must-contain-partition-key"),
                        tuple("indexes[0].columns", "must-contain-partition-key"));
        assertThat(violations(two.build(), 18).get(0).message()).contains("add k, b.");
        assertAccepted(base().column("id", "int").primaryKey("id", "k").unique("k"));
    }

    @Test
    void indexesFitTheirMethod() {
        assertRefused(base().index(Method.GIN, "k"), "indexes[0].columns[0]", "not-indexable");
        assertRefused(base().index(Method.GIST, "k"), "indexes[0].columns[0]", "not-indexable");
        assertRefused(base().index(null, true, Method.HASH, "k"), "indexes[0].method", "unique-needs-btree");
        assertRefused(base().column("b", "int").index(Method.HASH, "k", "b"), "indexes[0].columns", "hash-takes-one");
        assertRefused(base().index(Method.BTREE), "indexes[0].columns", "required");
        assertRefused(base().index(Method.BTREE, "lower(k)"), "indexes[0].columns[0]", "expression");
        assertRefused(base().index("x".repeat(64), false, Method.BTREE, "k"), "indexes[0].name", "name-too-long");
        assertRefused(base().index("t", false, Method.BTREE, "k"), "indexes[0].name", "duplicate");
        assertAccepted(base().column("p", "point")
                .column("j", "jsonb")
                .column("a", "int[]")
                .index(Method.GIST, "p")
                .index(Method.GIN, "j", "a")
                .index(Method.BRIN, "k")
                .index(Method.HASH, "k"));
    }

    @Test
    void indexNamesAreOursUnlessChosenAndNeverTaken() {
        Definitions two =
                base().index(Method.BTREE, "k").index(Method.BRIN, "k").index("t_k_key", false, Method.BTREE, "k");
        Plan plan = plan(two.unique("k").primaryKey("k").build(), 18, Set.of(QualifiedName.of("app", "t_pkey")));

        String sql = joined(plan);
        assertThat(sql)
                .containsPattern("CONSTRAINT \"t_pkey_[0-9a-f]{8}\"")
                .contains("INDEX \"t_k_idx\" ON \"app\".\"t\" USING \"btree\"")
                .containsPattern("INDEX \"t_k_idx_[0-9a-f]{8}\" ON \"app\".\"t\" USING \"brin\"")
                .contains("INDEX \"t_k_key\" ON \"app\".\"t\" USING \"btree\"")
                .containsPattern("UNIQUE INDEX \"t_k_key_[0-9a-f]{8}\"");
        assertThatThrownBy(() -> plan(two.build(), 18, Set.of(QualifiedName.of("app", "t_k_key"))))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("app.t_k_key");
        assertThatThrownBy(() -> plan(two.build(), 18, Set.of(QualifiedName.of("app", "t"))))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("app.t ");
    }

    @Test
    void longNamesGiveIndexNamesWithin63Bytes() {
        String table = "t".repeat(63);
        String column = "k".repeat(63);
        String sql = sql(Definitions.table(table)
                .column(column, "date")
                .by(RANGE, column)
                .primaryKey(column)
                .index(Method.BTREE, column));

        assertThat(sql.lines()
                        .flatMap(line -> java.util.regex.Pattern.compile("\"([^\"]+)\"")
                                .matcher(line)
                                .results()))
                .allSatisfy(name -> assertThat(name.group(1).getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(63));
    }

    @Test
    void aConstantThatTheServerDoesNotReadIsRefused() {
        TableDefinition definition = base().withDefault("n", "int", "'x'")
                .withDefault("m", "int", "1")
                .build();
        Set<TypedText> asked = planner.constants(definition, TYPES, 18);
        Map<TypedText, String> read = asked.stream()
                .filter(constant -> !constant.text().equals("x"))
                .collect(Collectors.toMap(Function.identity(), TypedText::text));

        assertThat(asked).extracting(TypedText::text).containsExactlyInAnyOrder("x", "1");
        assertThatThrownBy(() -> planner.plan(definition, new DefinitionContext(18, TYPES, read, Set.of(), "f")))
                .isInstanceOfSatisfying(
                        DefinitionRefusedException.class,
                        refused -> assertThat(refused.violations())
                                .containsExactly(new Violation(
                                        "columns[1].default",
                                        "invalid-constant",
                                        "The constant is no value of type integer.")));
    }

    @Test
    void asksForEveryTypeThatATextMayMean() {
        TableDefinition definition = base().withDefault("s", "status", "'a'::other.thing")
                .column("bad", "int(")
                .build();

        assertThat(planner.typeNames(definition))
                .extracting(QualifiedName::toString)
                .containsExactlyInAnyOrder(
                        "pg_catalog.date",
                        "app.date",
                        "public.date",
                        "pg_catalog.status",
                        "app.status",
                        "public.status",
                        "other.thing");
    }

    private static Definitions base() {
        return Definitions.table("t").column("k", "date").by(RANGE, "k");
    }

    private static Definitions measurements() {
        return Definitions.table("measurements")
                .column("id", "bigint")
                .column("at", "timestamptz")
                .primaryKey("id", "at")
                .by(RANGE, "at")
                .index(Method.BRIN, "at");
    }

    private Plan plan(TableDefinition definition) {
        return plan(definition, 18, Set.of());
    }

    private Plan plan(TableDefinition definition, int version, Set<QualifiedName> taken) {
        Map<TypedText, String> constants = planner.constants(definition, TYPES, version).stream()
                .collect(Collectors.toMap(Function.identity(), TypedText::text));
        return planner.plan(definition, new DefinitionContext(version, TYPES, constants, taken, "fingerprint"));
    }

    private String sql(Definitions definition) {
        return joined(plan(definition.build()));
    }

    private static String joined(Plan plan) {
        return plan.steps().stream().map(Step::ddl).map(Object::toString).collect(Collectors.joining("\n"));
    }

    private void assertAccepted(Definitions definition) {
        assertThat(plan(definition.build()).steps()).isNotEmpty();
    }

    private void assertRefused(Definitions definition, String field, String code) {
        assertThat(violations(definition.build(), 18))
                .extracting(Violation::field, Violation::code)
                .contains(tuple(field, code));
    }

    private List<Violation> violations(TableDefinition definition, int version) {
        DefinitionRefusedException refused =
                catchThrowableOfType(DefinitionRefusedException.class, () -> plan(definition, version, Set.of()));
        assertThat(refused).isNotNull();
        return refused.violations();
    }
}
