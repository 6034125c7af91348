package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundParserTests {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("'2024-01-01'", Datum.of("2024-01-01")),
                Arguments.of("1", Datum.of("1")),
                Arguments.of("'-1'", Datum.of("-1")),
                Arguments.of("(-1.50)", Datum.of("-1.50")),
                Arguments.of("1.5", Datum.of("1.5")),
                Arguments.of("true", Datum.of("true")),
                Arguments.of("false", Datum.of("false")),
                Arguments.of("NULL", Datum.NULL),
                Arguments.of("'NULL'", Datum.of("NULL")),
                Arguments.of("'MAXVALUE'", Datum.of("MAXVALUE")),
                Arguments.of("'MINVALUE'", Datum.of("MINVALUE")),
                Arguments.of("''", Datum.of("")),
                Arguments.of("'it''s'", Datum.of("it's")),
                Arguments.of("''''", Datum.of("'")),
                Arguments.of("'a\\b'", Datum.of("a\\b")),
                Arguments.of("'\\'", Datum.of("\\")),
                Arguments.of("') TO ('", Datum.of(") TO (")),
                Arguments.of("'a, b'", Datum.of("a, b")),
                Arguments.of("'two\nlines'", Datum.of("two\nlines")),
                Arguments.of("'ü€😀'", Datum.of("ü€😀")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsReadBack(String written, Datum expected) {
        assertThat(BoundParser.parse("FOR VALUES IN (" + written + ", 'next')"))
                .isEqualTo(new Bound.Values(List.of(expected, Datum.of("next"))));
    }

    @Test
    void aRangeHasItsInfiniteBounds() {
        assertThat(BoundParser.parse("FOR VALUES FROM (MINVALUE, MINVALUE) TO ('a', MAXVALUE)"))
                .isEqualTo(new Bound.Range(
                        List.of(Datum.MINVALUE, Datum.MINVALUE), List.of(Datum.of("a"), Datum.MAXVALUE)));
    }

    @Test
    void hashAndDefaultAreRead() {
        assertThat(BoundParser.parse("FOR VALUES WITH (modulus 16, remainder 3)"))
                .isEqualTo(new Bound.Hash(16, 3));
        assertThat(BoundParser.parse("DEFAULT")).isEqualTo(Bound.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DEFAULT ",
                "FOR VALUES",
                "FOR VALUES IN ()",
                "FOR VALUES IN ('a'",
                "FOR VALUES IN ('a)",
                "FOR VALUES IN ('a',)",
                "FOR VALUES IN ((1)",
                "FOR VALUES FROM ('a')",
                "FOR VALUES FROM ('a') TO ('b') x",
                "FOR VALUES WITH (modulus 99999999999, remainder 1)",
                "FOR VALUES WITH (modulus , remainder 1)"
            })
    void whatIsNoBoundIsRefusedWithoutShowingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundParser.parse(text))
                .withMessageStartingWith("Not a partition bound as the server writes it, at character ");
    }
}
