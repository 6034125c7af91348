package io.partwarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.RawHttp;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class RawRequestsIT {

    private final Service service;

    RawRequestsIT(Service service) {
        this.service = service;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/v1/tokens?a=<> HTTP/1.1^Host: x^^        | 400",
                "GET /api/v1/tokens{} HTTP/1.1^Host: x^^           | 400",
                "GET /api/v1/%zz HTTP/1.1^Host: x^^                | 400",
                "GET /api/v1/tokens?limit=%zz HTTP/1.1^Host: x^@^  | 400",
                "GET /api/v1/tokens HTTP/1.1^Host: x y^^           | 400",
                "GET /api/v1/tokens HTTP/1.1^^                     | 400",
                "GET /api/v1/tokens HTTP/1.1^Host: a^Host: b^^     | 400",
                "GET /api/v1/tokens HTTP/9.9^Host: x^^             | 505",
                "GET http://[bad/ HTTP/1.1^Host: x^^               | 400",
                "GET / HTTP/1.1^Host: x^Bad Header: y^^            | 400",
                "POST / HTTP/1.1^Host: x^Content-Length: -1^^      | 400",
                "POST / HTTP/1.1^Host: x^Content-Length: 1^Content-Length: 2^^ | 400",
                "POST / HTTP/1.1^Host: x^Transfer-Encoding: odd^^  | 501",
                "TRACE / HTTP/1.1^Host: x^^                        | 405",
                "TRACE /api/v1/tokens HTTP/1.1^Host: x^@^          | 405",
                "GET / HTTP/1.1^Host: x^Expect: something^^        | 417"
            })
    void whatTomcatRefusesIsAProblemToo(String request, int status) {
        String answer = RawHttp.send(
                service.port(),
                request.replace("@", "Authorization: Bearer " + Service.ADMIN_TOKEN + "^")
                        .replace("^", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer)
                .contains("Content-Type: application/problem+json")
                .contains("\"status\":" + status)
                .contains("\"request_id\":")
                .doesNotContain("Tomcat")
                .doesNotContain("Exception");
    }

    @Test
    void aRequestWithoutAVersionGetsItsProblemAsHttp09WouldHaveIt() {
        assertThat(RawHttp.send(service.port(), "GET  HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("{\"type\"")
                .contains("\"status\":400");
    }

    @Test
    void tooLongHeadersAndLinesAreProblems() {
        String header =
                RawHttp.send(service.port(), "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");
        String line = RawHttp.send(service.port(), "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(header).contains("application/problem+json").startsWith("HTTP/1.1 4");
        assertThat(line).contains("application/problem+json").startsWith("HTTP/1.1 4");
    }

    @Test
    void bytesThatAreNoHttpGetAClientErrorOrNothing() {
        Random random = new Random(20261121);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);

            String answer = RawHttp.send(service.port(), bytes);

            assertThat(answer).doesNotStartWith("HTTP/1.1 5").doesNotContain("Exception");
        }
    }
}
