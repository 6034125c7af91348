package io.partwarden.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTests {

    @Test
    void aSortKeyComesBackAsItWas() {
        List<String> sortKey = List.of("sch\u00e9ma", "", "a b\n");

        assertThat(PageToken.read(PageToken.of(sortKey), 3)).isEqualTo(sortKey);
    }

    /** In this order: no Base64, a part too many, no UTF-8, NUL alone and within, which PostgreSQL cannot take. */
    @ParameterizedTest
    @ValueSource(strings = {"%", "Hw", "_w", "AA", "YQBi"})
    void whatWeDidNotMakeIsRefused(String cursor) {
        assertThatThrownBy(() -> PageToken.read(cursor, 1))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST));
    }
}
