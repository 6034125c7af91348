package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpressionListTests {

    @Test
    void commasWithinAnExpressionSeparateNothing() {
        assertThat(ExpressionList.split("lower(a), (b % 10), concat(\"c,(\", ', )'::text, 'it''s'), (ARRAY[1, 2])[d]"))
                .containsExactly("lower(a)", "(b % 10)", "concat(\"c,(\", ', )'::text, 'it''s')", "(ARRAY[1, 2])[d]");
    }

    @Test
    void noTextIsNoExpression() {
        assertThat(ExpressionList.split("")).isEmpty();
    }
}
