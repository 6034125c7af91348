package io.partwarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Import;

@ServiceTest
@Import(Probe.class)
class StrictJsonIT {

    private final Service service;

    StrictJsonIT(Service service) {
        this.service = service;
    }

    @Test
    void aSoundBodyIsRead() {
        String body =
                "{\"display_name\":\"a\\ud83d\\ude00\",\"kind_of\":\"k\\\\u0000\",\"count\":1,\"flag\":true,\"color\":\"RED\","
                        + "\"parts\":[{\"part_name\":\"p\",\"size\":3}],\"extra\":{\"n\":1.10}}";

        Answer answer = service.admin().post("/api/v1/probe/things", body);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().get("parts").get(0).get("part_name").asString())
                .isEqualTo("p");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"display_name\":\"a\",\"displayName\":\"b\"} | displayName:unknown-field",
                "{\"display_name\":\"a\",\"parts\":[{\"part_name\":\"p\",\"size\":1,\"x\":1}]} | parts[0].x:unknown-field",
                "{\"display_name\":\"a\",\"count\":1.5}   | count:type",
                "{\"display_name\":\"a\",\"count\":1.0}   | count:type",
                "{\"display_name\":\"a\",\"count\":1e2}   | count:type",
                "{\"display_name\":\"a\",\"count\":\"1\"} | count:type",
                "{\"display_name\":\"a\",\"count\":\"\"}  | count:type",
                "{\"display_name\":\"a\",\"count\":true}  | count:type",
                "{\"display_name\":\"a\",\"count\":99999999999999999999} | count:type",
                "{\"display_name\":\"a\",\"flag\":1}      | flag:type",
                "{\"display_name\":\"a\",\"flag\":\"true\"} | flag:type",
                "{\"display_name\":1}                     | display_name:type",
                "{\"display_name\":1.5}                   | display_name:type",
                "{\"display_name\":true}                  | display_name:type",
                "{\"display_name\":[\"a\"]}               | display_name:type",
                "{\"display_name\":{}}                    | display_name:type",
                "{\"display_name\":\"a\",\"color\":0}     | color:value",
                "{\"display_name\":\"a\",\"color\":\"\"}  | color:value",
                "{\"display_name\":\"a\",\"color\":\"PINK\"} | color:value",
                "{\"display_name\":\"a\",\"parts\":{}}    | parts:type",
                "{\"display_name\":\"a\",\"parts\":\"\"}  | parts:type",
                "{\"display_name\":\"a\",\"parts\":[{\"part_name\":\"p\",\"size\":null}]} | parts[0].size:type",
                "{\"display_name\":\"a\",\"display_name\":\"b\"} | body:json",
                "{\"display_name\":\"a\",\"extra\":{\"a\":1,\"a\":2}} | extra:json",
                "{\"display_name\":\"a\"} {}              | body:type",
                "{\"display_name\":\"a\"                  | body:json",
                "nonsense                                 | body:json",
                "[]                                       | body:type",
                "\"text\"                                 | body:type",
                "null                                     | body:required",
                "{\"display_name\":\"a\\ud800\"}          | body:unstorable",
                "{\"display_name\":\"a\\ude00\"}          | body:unstorable",
                "{}                                       | display_name:required",
                "{\"display_name\":null}                  | display_name:required",
                "{\"display_name\":\"\"}                  | display_name:text",
                "{\"display_name\":\"  \"}                | display_name:text",
                "{\"display_name\":\"a\\u0007\"}          | display_name:text",
                "{\"display_name\":\"a\\u0085\"}          | display_name:text",
                "{\"display_name\":\"a\\u2028\"}          | display_name:text",
                "{\"display_name\":\"ääääää\"}            | display_name:text"
            })
    void anUnsoundBodyIsRefusedByTheFieldThatIsWrong(String body, String error) {
        Answer answer = service.admin().post("/api/v1/probe/things", body);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-request");
        assertThat(answer.fields()).as(answer.toString()).containsExactly(error);
    }

    @Test
    void allViolationsAreReportedTogetherUnderTheClientsNames() {
        Answer answer = service.admin()
                .post(
                        "/api/v1/probe/things",
                        "{\"kind_of\":\" \",\"parts\":[{\"part_name\":\"p\",\"size\":1},{\"part_name\":\"\",\"size\":4}]}");

        assertThat(answer.fields())
                .containsExactly(
                        "display_name:required", "kind_of:text", "parts[1].part_name:text", "parts[1].size:max");
        assertThat(answer.json().get("detail").asString()).isEqualTo("4 fields are invalid; see errors.");
    }

    @Test
    void messagesAreInOneLanguage() {
        Answer answer = service.admin().with("Accept-Language", "de").post("/api/v1/probe/things", "{}");

        assertThat(answer.body()).contains("must not be null");
    }

    @Test
    void aMissingBodyIsNamed() {
        assertThat(service.admin()
                        .with("Content-Type", "application/json")
                        .post("/api/v1/probe/things", null)
                        .fields())
                .containsExactly("body:required");
    }
}
