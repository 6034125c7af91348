package io.partwarden.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTextTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    numeric(10,2)[]                | "pg_catalog"."numeric"(10,2)[]          | numeric(10,2)[]
                    timestamp(3) with time zone    | "pg_catalog"."timestamptz"(3)           | timestamp(3) with time zone
                    bit                            | "pg_catalog"."bit"(1)                   | bit(1)
                    interval(3)                    | "pg_catalog"."interval"(32767,3)        | interval(3)
                    interval day to second(3)      | "pg_catalog"."interval"(7176,3)         | interval day to second(3)
                    char                           | "pg_catalog"."bpchar"(1)                | character(1)
                    "My Schema"."My ""Type"[3][4]  | "My Schema"."My ""Type"[]               | "My Schema"."My ""Type"[]
                    """, quoteCharacter = '`')
    void isWrittenAnewWithItsModifiersInTheServersOrder(String text, String quoted, String display) {
        TypeText type = TypeText.parse(text);
        QualifiedName found = type.candidates(new Identifier("app")).get(0);
        SqlType resolved = type.resolve(found, true, 18);

        assertThat(resolved.quoted()).isEqualTo(quoted);
        assertThat(resolved.display()).isEqualTo(display);
    }

    @Test
    void aNameWithoutASchemaIsLookedForInThreePlacesAndAStandardOneInOne() {
        assertThat(TypeText.parse("status").candidates(new Identifier("app")))
                .extracting(QualifiedName::toString)
                .containsExactly("pg_catalog.status", "app.status", "public.status");
        assertThat(TypeText.parse("int").candidates(new Identifier("app")))
                .extracting(QualifiedName::toString)
                .containsExactly("pg_catalog.int4");
        assertThat(TypeText.parse("\"int\"").candidates(new Identifier("public")))
                .extracting(QualifiedName::toString)
                .containsExactly("pg_catalog.int", "public.int");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    serial                   | identity
                    bigserial                | identity
                    setof int                | SETOF
                    int(11)                  | takes no modifiers
                    double                   | double precision
                    double precision(3)      | takes no modifiers
                    float(54)                | 1 to 53
                    float(0)                 | 1 to 53
                    a.b.c                    | at most a schema
                    int; drop table x        | ';' has no meaning
                    int -- x                 | Comments
                    int /* x */              | Comments
                    int unsigned             | there is 'unsigned'
                    numeric(a)               | a whole number
                    numeric(1.5)             | whole numbers
                    numeric(99999999999)     | whole numbers
                    numeric(                 | the text ends
                    int[                     | the text ends
                    int[-1]                  | ']'
                    varchar('3')             | a quoted text
                    "int                     | never closed
                    E'int'                   | prefix
                    int%TYPE                 | '%'
                    interval day to year     | An interval runs
                    interval month to day    | An interval runs
                    interval(1,2)            | one precision
                    interval year(2)         | the end
                    timestamp with time zone(3) | the end
                    text COLLATE "C"         | there is 'collate'
                    ()                       | name is missing
                    12                       | name is missing
                    ""                       | 1 to 63 bytes
                    0x1F                     | followed by letters
                    """)
    void whatIsNoTypeIsRefusedWithAReason(String text, String reason) {
        assertThatThrownBy(() -> TypeText.parse(text))
                .isInstanceOf(TextRefusedException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\0", "int\0", "\"a\0b\"", "\ud83d", "'text'", "\u0001"})
    void emptyTextAndCharactersThatMeanNothingAreRefused(String text) {
        assertThatThrownBy(() -> TypeText.parse(text)).isInstanceOf(TextRefusedException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    numeric(0)               | 18 | precision of numeric
                    numeric(1001)            | 18 | between 1 and 1000
                    numeric(3,4)             | 14 | PostgreSQL 14
                    numeric(3,-1)            | 14 | PostgreSQL 14
                    numeric(3,1001)          | 18 | scale
                    numeric(1,2,3)           | 18 | a precision and a scale
                    varchar(0)               | 18 | between 1 and
                    varchar(10485761)        | 18 | between 1 and
                    varchar(1,2)             | 18 | one modifier
                    char(0)                  | 18 | between 1 and
                    bit(0)                   | 18 | between 1 and
                    varbit(83886081)         | 18 | between 1 and
                    timestamp(7)             | 18 | between 0 and 6
                    time(-1)                 | 18 | between 0 and 6
                    interval(7)              | 18 | between 0 and 6
                    pg_catalog.interval(3)   | 18 | unquoted
                    """)
    void modifiersThatTheServerWouldRefuseOrChangeAreRefused(String text, int version, String reason) {
        TypeText type = TypeText.parse(text);
        QualifiedName found = type.candidates(new Identifier("app")).get(0);

        assertThatThrownBy(() -> type.resolve(found, true, version))
                .isInstanceOf(TextRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void negativeScalesAreTakenFrom15On() {
        TypeText type = TypeText.parse("numeric(3,-1)");

        assertThat(type.resolve(QualifiedName.of("pg_catalog", "numeric"), true, 15)
                        .display())
                .isEqualTo("numeric(3,-1)");
    }

    @Test
    void modifiersOfATypeWithoutAnyAreRefused() {
        TypeText type = TypeText.parse("text(5)");

        assertThatThrownBy(() -> type.resolve(QualifiedName.of("pg_catalog", "text"), false, 18))
                .hasMessageContaining("text takes no modifiers");
    }
}
