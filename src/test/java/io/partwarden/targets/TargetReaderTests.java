package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TargetReaderTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Test
    void theDefaultsAreSafe() {
        TargetSettings remote = read("{'host':'db.example.com','database':'shop','username':'u'}");

        assertThat(remote.endpoint()).isEqualTo(new Endpoint(List.of("db.example.com"), 5432, "shop"));
        assertThat(remote.tls()).isEqualTo(Tls.of(TlsMode.VERIFY_FULL));
        assertThat(remote.mode()).isEqualTo(TargetMode.OPERATE);
        assertThat(remote.paused()).isFalse();
        assertThat(read("{'host':'::1','database':'shop','username':'u'}").tls())
                .isEqualTo(Tls.of(TlsMode.PREFER));
        assertThat(read("{'hosts':['127.0.0.1','db.example.com'],'database':'shop','username':'u'}")
                        .tls())
                .isEqualTo(Tls.of(TlsMode.VERIFY_FULL));
    }

    @Test
    void whatIsWrittenIsWhatIsReadBack() {
        String whole =
                "{'hosts':['a.example','b.example'],'port':6432,'database':'a\\\"; drop/?&','username':'\u00fc,@',"
                        + "'password_ref':'env:PARTWARDEN_SECRET_A','ssl_mode':'verify-ca','ssl_root_cert_ref':'file:ca.pem',"
                        + "'ssl_cert_ref':'file:c.pem','ssl_key_ref':'file:k.pem','owner_role':'Own er','schemas':['s'],"
                        + "'labels':{'env':'prod'},'mode':'observe','paused':true}";

        assertThat(JSON.valueToTree(TargetDocument.of(read(whole))).toString()).isEqualTo(whole.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host | 'a,b' | host",
                "host | 'a/b?x=y' | host",
                "host | null | host",
                "hosts | ['a'] | host",
                "port | 0 | port",
                "port | 65536 | port",
                "database | null | database",
                "database | '' | database",
                "username | 'a\\u0000' | username",
                "username | 'a\\n' | username",
                "password_ref | 'hunter2' | password_ref",
                "ssl_cert_ref | 'file:c.pem' | ssl_key_ref",
                "ssl_mode | 'require' | ",
                "owner_role | '' | owner_role",
                "schemas | [null] | schemas[0]",
                "labels | {'a b':'c'} | labels",
                "labels | {'a':'\\u0007'} | labels.a",
                "labels | {'a':null} | labels.a"
            },
            quoteCharacter = '`')
    void eachFieldIsCheckedUnderItsOwnName(String field, String value, @Nullable String wrong) {
        ObjectNode document = JSON.createObjectNode()
                .put("host", "127.0.0.1")
                .put("database", "d")
                .put("username", "u");
        document.set(field, JSON.readTree(value.replace('\'', '"')));

        if (wrong == null) {
            assertThat(TargetReader.read(JSON.treeToValue(document, TargetDocument.class)))
                    .isNotNull();
        } else {
            assertThatThrownBy(() -> TargetReader.read(JSON.treeToValue(document, TargetDocument.class)))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.errors())
                                    .extracting(FieldProblem::field)
                                    .contains(wrong));
        }
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> read("{'port':0}"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(FieldProblem::field)
                                .containsExactly("host", "port", "database", "username"));
    }

    @Test
    void labelsDoNotDependOnTheirOrder() {
        assertThat(new TargetSettings(
                                new Endpoint(List.of("h"), 1, "d"),
                                new Login("u", null, null),
                                Tls.of(TlsMode.PREFER),
                                List.of(),
                                Map.of("b", "1", "a", "2"),
                                TargetMode.OPERATE,
                                false)
                        .labels()
                        .keySet())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "shop-1_eu", "0"})
    void aNameIsPlain(String name) {
        TargetReader.requireName(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a-", "a.b", "a b", "a;b", "\u00fc", "a\"; drop table x; --"})
    void anythingElseIsNoName(String name) {
        assertThatThrownBy(() -> TargetReader.requireName(name)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TargetReader.requireName("a".repeat(64))).isInstanceOf(Problem.class);
    }

    private static TargetSettings read(String json) {
        return TargetReader.read(JSON.readValue(json.replace('\'', '"'), TargetDocument.class));
    }
}
