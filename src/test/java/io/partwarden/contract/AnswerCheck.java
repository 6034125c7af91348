package io.partwarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether an answer is one that the document promises. */
final class AnswerCheck {

    private static final String PROBLEM = "application/problem+json";

    private final ApiDocument document;

    AnswerCheck(ApiDocument document) {
        this.document = document;
    }

    /** The status is declared, the media type belongs to it, and the body matches its schema. */
    void declared(ApiOperation operation, String request, Answer answer) {
        neverOurFault(request, answer);
        JsonNode response = document.response(operation, String.valueOf(answer.status()));
        assertThat(response.isMissingNode())
                .as("%s answered a status that it does not declare: %s -> %s", operation, request, answer)
                .isFalse();
        if (answer.status() >= 400) {
            problem(request, answer);
            return;
        }
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            assertThat(answer.body()).as(request).isEmpty();
            return;
        }
        String type = mediaType(answer);
        assertThat(content.propertyNames()).as("media type of %s", request).contains(type);
        if (type.endsWith("json")) {
            matches(content.get(type).path("schema"), request, answer);
        }
    }

    /** For requests that no operation is meant to take: any 4xx, as a problem. */
    void refused(String request, Answer answer) {
        neverOurFault(request, answer);
        assertThat(answer.status()).as("%s -> %s", request, answer).isGreaterThanOrEqualTo(400);
        problem(request, answer);
    }

    private static void neverOurFault(String request, Answer answer) {
        assertThat(answer.status() < 500 || answer.status() == 503)
                .as("%s -> %s", request, answer)
                .isTrue();
        if (answer.status() == 503) {
            assertThat(answer.header("Retry-After")).as(request).matches("[1-9]\\d*");
        }
    }

    private void problem(String request, Answer answer) {
        assertThat(mediaType(answer)).as("%s -> %s", request, answer).isEqualTo(PROBLEM);
        matches(document.root().at("/components/schemas/Problem"), request, answer);
        assertThat(answer.json().get("status").asInt()).as(request).isEqualTo(answer.status());
        assertThat(answer.body())
                .as(request)
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("io.partwarden.", "org.springframework", "tools.jackson", "org.postgresql");
    }

    private void matches(JsonNode schema, String request, Answer answer) {
        List<String> violations = document.violations(schema, answer.json());
        assertThat(violations).as("%s -> %s", request, answer).isEmpty();
    }

    private static String mediaType(Answer answer) {
        return answer.header("Content-Type").replaceFirst(";.*", "").strip();
    }
}
