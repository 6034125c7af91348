package io.partwarden.table.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.TableDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedAttributeTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            int                            | int                       | -     | -
            int not null                   | int                       | false | -
            DATE  NOT  NULL                | DATE                      | false | -
            int null                       | int                       | -     | -
            timestamp with time zone       | timestamp with time zone  | -     | -
            numeric(10, 2) default 0       | numeric(10, 2)            | -     | 0
            text default 'not null'        | text                      | -     | 'not null'
            text not null default 'x y'    | text                      | false | 'x y'
            int default 5 not null         | int                       | false | 5
            int primary key                | int primary key           | -     | -
            """)
    void readsTypeAndWhatStandsBehindIt(String attribute, String type, Boolean nullable, String defaultExpression) {
        assertThat(SeedAttribute.column("c", attribute))
                .isEqualTo(new TableDefinition.Column("c", type, nullable, defaultExpression, null));
    }
}
