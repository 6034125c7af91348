package io.partwarden.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedQueryTests {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "SELECT 1|SELECT ?",
                "SELECT -1.5e-10, .5, 0xFF, 1_000 FROM t1|SELECT -?, ?, ?, ? FROM t1",
                "UPDATE t SET a='it''s', b = $1|UPDATE t SET a=?, b = $1",
                "SELECT E'a\\'b', e'c' FROM t|SELECT ?, ? FROM t",
                "SELECT 'a\\' secret'|SELECT ?",
                "SELECT $$secret$$, $q$se'cret$q$ FROM t|SELECT ?, ? FROM t",
                "SELECT $q$secret|SELECT ?",
                "SELECT 'secret|SELECT ?",
                "SELECT \"Odd \"\"name 1\" FROM s.t|SELECT \"Odd \"\"name 1\" FROM s.t",
                "SELECT \"unfinished|SELECT ?",
                "SELECT a -- secret|SELECT a",
                "SELECT /* se /* nested */ cret */ a|SELECT a",
                "SELECT /* secret|SELECT",
                "SELECT U&'d\\0061t', B'101', X'1F', N'x'|SELECT U&?, B?, X?, N?",
                "SELECT date '2026-01-01'|SELECT date ?",
                "SELECT a$1 FROM t$|SELECT a$1 FROM t$",
                "SELECT naïve FROM tölpel WHERE i=3|SELECT naïve FROM tölpel WHERE i=?"
            })
    void keepsNamesAndNoData(String query, String masked) {
        assertThat(MaskedQuery.of(query)).isEqualTo(masked);
    }

    @Test
    void isOneLineOfBoundedLength() {
        String masked = MaskedQuery.of("SELECT a,\n\t b\u2028FROM t WHERE " + "a OR ".repeat(200));

        assertThat(masked)
                .startsWith("SELECT a, b FROM t WHERE a OR")
                .endsWith("...")
                .hasSizeLessThan(310);
    }
}
