package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.partition.Strategy;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class PartitionWishesTests {

    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Test
    void readsScalarsAsBoundsOfOneValue() {
        assertThat(bound("{\"range\":{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}}"))
                .isEqualTo(new Bound.Range(List.of(Datum.of("2026-01-01")), List.of(Datum.of("2026-02-01"))));
    }

    @Test
    void keepsEveryDigitOfANumber() {
        assertThat(bound("{\"range\":{\"from\":[9007199254740993],\"to\":[123456789012345678901234567890.10]}}"))
                .isEqualTo(new Bound.Range(
                        List.of(Datum.of("9007199254740993")), List.of(Datum.of("123456789012345678901234567890.10"))));
    }

    @Test
    void readsInfiniteBoundsNullAndBooleans() {
        assertThat(bound("{\"range\":{\"from\":{\"minvalue\":true},\"to\":[\"a\",{\"maxvalue\":true}]}}"))
                .isEqualTo(new Bound.Range(List.of(Datum.MINVALUE), List.of(Datum.of("a"), Datum.MAXVALUE)));
        assertThat(bound("{\"list\":{\"values\":[null,true,\"x\"]}}"))
                .isEqualTo(new Bound.Values(List.of(Datum.NULL, Datum.of("true"), Datum.of("x"))));
        assertThat(bound("{\"list\":{\"values\":null}}")).isEqualTo(new Bound.Values(List.of(Datum.NULL)));
    }

    @Test
    void readsManyAtOnce() {
        assertThat(wish("{\"range\":{\"from\":1,\"to\":9,\"every\":2}}"))
                .isEqualTo(new PartitionWish.Series(
                        List.of(Datum.of("1")), List.of(Datum.of("9")), "2", ZoneOffset.UTC, null));
        assertThat(wish("{\"range\":{\"from\":\"a\",\"to\":\"b\",\"every\":\"P1D\",\"time_zone\":\"Europe/Berlin\"}}"))
                .isInstanceOfSatisfying(
                        PartitionWish.Series.class, s -> assertThat(s.zone()).isEqualTo(ZoneId.of("Europe/Berlin")));
        assertThat(wish("{\"hash\":{\"modulus\":4}}")).isEqualTo(new PartitionWish.EveryRemainder(4, null));
        assertThat(wish("{\"hash\":{\"modulus\":4,\"remainder\":3}}").isMany()).isFalse();
    }

    @Test
    void readsNameDefaultAndTheNextLevel() {
        assertThat(wish("{\"name\":\"rest\",\"default\":true,"
                        + "\"partition_by\":{\"strategy\":\"hash\",\"columns\":[\"a\",\"b\"]}}"))
                .isEqualTo(new PartitionWish.One(
                        new Identifier("rest"),
                        Bound.DEFAULT,
                        new SubPartitioning(Strategy.HASH, List.of(new Identifier("a"), new Identifier("b")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                      | range
            {"default":true,"hash":{"modulus":2}}                                   | range
            {"default":false}                                                       | default
            {"range":{"from":1}}                                                    | range.to
            {"range":{"from":1,"to":2,"time_zone":"UTC"}}                           | range.time_zone
            {"range":{"from":1,"to":2,"every":1,"time_zone":"Mars/Base"}}           | range.time_zone
            {"range":{"from":1,"to":2,"every":[1,2]}}                               | range.every
            {"list":{}}                                                             | list.values
            {"hash":{"remainder":1}}                                                | hash.modulus
            {"name":"x","hash":{"modulus":2}}                                       | name
            {"default":true,"partition_by":{"strategy":"tree","columns":["a"]}}     | partition_by.strategy
            {"default":true,"partition_by":{"strategy":"list","columns":[]}}        | partition_by.columns
            {"default":true,"partition_by":{"strategy":"list","columns":[""]}}      | partition_by.columns[0]
            """)
    void namesTheFieldThatIsWrong(String body, String field) {
        Problem problem = catchThrowableOfType(Problem.class, () -> wish(body));

        assertThat(problem.errors()).extracting(FieldProblem::field).containsExactly(field);
    }

    @Test
    void namesEveryBadFieldAtOnce() {
        Problem problem = catchThrowableOfType(
                Problem.class, () -> wish("{\"range\":{\"time_zone\":\"x\"},\"partition_by\":{\"columns\":[]}}"));

        assertThat(problem.errors())
                .extracting(FieldProblem::field)
                .contains("range.from", "range.to", "range.time_zone", "partition_by.strategy", "partition_by.columns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"list\":{\"values\":[[1]]}}",
                "{\"list\":{\"values\":[{\"minvalue\":false}]}}",
                "{\"list\":{\"values\":[{\"maxvalue\":true,\"minvalue\":true}]}}",
                "{\"list\":{\"values\":[{}]}}",
                "{\"list\":{\"values\":{\"now\":true}}}"
            })
    void refusesWhatIsNoValue(String body) {
        assertThatThrownBy(() -> wish(body)).isInstanceOf(JacksonException.class);
    }

    private Bound bound(String body) {
        return ((PartitionWish.One) wish(body)).bound();
    }

    private PartitionWish wish(String body) {
        return PartitionWishes.of(json.readValue(body, PartitionRequest.class));
    }
}
