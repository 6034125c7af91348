package io.partwarden.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookHostsTests {

    private static final WebhookEffort EFFORT = new WebhookEffort(Duration.ofSeconds(2), 2, Duration.ofSeconds(10));
    private static final List<String> LISTED =
            List.of("hooks.example.com", ".internal.example", "10.0.0.0/8", "192.0.2.7", "127.0.0.1");

    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver().answers(200, "{}");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({
        "hooks.example.com,  203.0.113.9",
        "a.internal.example, 10.1.2.3",
        "other.example,      10.1.2.3",
        "192.0.2.7,          192.0.2.7",
        "127.0.0.1,          127.0.0.1",
        "hooks.example.com,  ",
        "HOOKS.example.COM., 203.0.113.9"
    })
    void aListedHostMayBeCalled(String host, String addresses) {
        try (WebhookBench bench = WebhookBench.resolving(LISTED, name -> addresses(name, addresses))) {
            bench.client().requireAllowed("url", "https://" + host + "/hook");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example,       203.0.113.9",
        "internal.example,   203.0.113.9",
        "other.example,      127.0.0.1",
        "other.example,      10.1.2.3 203.0.113.9",
        "other.example,      ",
        "hooks.example.com,  127.0.0.1",
        "hooks.example.com,  203.0.113.9 127.0.0.1",
        "hooks.example.com,  169.254.169.254",
        "hooks.example.com,  0.0.0.0",
        "hooks.example.com,  ::1",
        "hooks.example.com,  fe80::1",
        "a.internal.example, 127.8.9.10",
        "127.0.0.2,          127.0.0.2",
        "[::1],              ::1",
        "[::ffff:127.0.0.2], 127.0.0.2",
        "169.254.169.254,    169.254.169.254"
    })
    void anyOtherHostOrAddressMayNot(String host, String addresses) {
        try (WebhookBench bench = WebhookBench.resolving(LISTED, name -> addresses(name, addresses))) {
            assertThatThrownBy(() -> bench.client().requireAllowed("hooks[0].url", "http://" + host + "/hidden?hidden"))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.type()).isEqualTo(WebhookProblems.NOT_ALLOWED);
                        assertThat(problem.errors())
                                .extracting(FieldProblem::field)
                                .containsExactly("hooks[0].url");
                        assertThat(problem.detail())
                                .contains("partwarden.webhooks.allowed-hosts")
                                .doesNotContain("hidden");
                    });
        }
    }

    @Test
    void aNameThatLeadsToThisMachineReachesNothingUnlessItsNetworkIsListed() {
        try (WebhookBench listed = WebhookBench.resolving(List.of("localhost"), InetAddress::getAllByName)) {
            refused(WebhookProblems.NOT_ALLOWED, listed, receiver.url("localhost", "/"));
        }
        try (WebhookBench other = WebhookBench.resolving(List.of("hooks.example.com"), InetAddress::getAllByName)) {
            refused(WebhookProblems.NOT_ALLOWED, other, receiver.url("localhost", "/"));
            refused(WebhookProblems.NOT_ALLOWED, other, receiver.url("127.0.0.1", "/"));
        }
        assertThat(receiver.received()).isEmpty();

        try (WebhookBench network = new WebhookBench()) {
            assertThat(call(network, receiver.url("127.0.0.1", "/")).status()).isEqualTo(200);
        }
    }

    @Test
    void aNameThatIsPointedElsewhereAfterItWasStoredReachesNothing() {
        AtomicReference<String> address = new AtomicReference<>("203.0.113.9");
        try (WebhookBench bench =
                WebhookBench.resolving(List.of("hooks.example.com"), name -> addresses(name, address.get()))) {
            String url = receiver.url("hooks.example.com", "/");
            bench.client().requireAllowed("url", url);

            address.set("127.0.0.1");
            refused(WebhookProblems.NOT_ALLOWED, bench, url);

            assertThat(bench.pauses()).isEmpty();
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void theConnectionGoesToTheAddressThatWasChecked() {
        // The name is nobody's: only the checked address leads to the receiver.
        try (WebhookBench bench =
                WebhookBench.resolving(List.of("127.0.0.0/8"), name -> addresses(name, "127.0.0.1"))) {
            assertThat(call(bench, receiver.url("receiver.invalid", "/")).status())
                    .isEqualTo(200);
        }
        assertThat(receiver.url(receiver.received().get(0).header("host").replaceFirst(":.*", ""), "/"))
                .isEqualTo(receiver.url("receiver.invalid", "/"));
    }

    @Test
    void aNameThatIsNotInTheDnsIsTriedAgain() {
        try (WebhookBench bench = WebhookBench.resolving(List.of("hooks.example.com"), name -> addresses(name, null))) {
            refused(WebhookProblems.UNREACHABLE, bench, "http://hooks.example.com/");
            assertThat(bench.pauses()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "/hook",
                "//localhost/hook",
                "ftp://localhost/",
                "file:///etc/passwd",
                "http:/localhost",
                "http:localhost",
                "http://",
                "http://user@localhost/",
                "http://user:password@localhost/",
                "http://@localhost/",
                "http://localhost/#fragment",
                "http://localhost/#",
                "http://localhost:0/",
                "http://localhost:65536/",
                "http://localhost:x/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.1./",
                "http://[fe80::1%25eth0]/",
                "http://localhost\\@hooks.example.com/",
                "http://local host/",
                " http://localhost/",
                "http://localhost/\u00f6",
                "http://b\u00fccher.example/",
                "http://localhost/\r\nx: y",
                "http://localhost/%zz"
            })
    void whatIsNoPlainUrlIsRefused(String url) {
        try (WebhookBench bench = new WebhookBench()) {
            assertThatThrownBy(() -> bench.client().requireAllowed("hooks[1].url", url))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
                        assertThat(problem.errors())
                                .extracting(FieldProblem::field, FieldProblem::code)
                                .containsExactly(tuple("hooks[1].url", "url"));
                    });
            refused(ProblemType.INVALID_REQUEST, bench, url);
        }
    }

    @Test
    void aUrlHasAtMost2000Characters() {
        try (WebhookBench bench = new WebhookBench()) {
            String start = "http://127.0.0.1/";
            bench.client().requireAllowed("url", start + "x".repeat(2_000 - start.length()));
            assertThatThrownBy(() -> bench.client().requireAllowed("url", start + "x".repeat(2_001 - start.length())))
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void anUnusablePatternStopsTheStart() {
        assertThatThrownBy(() -> WebhookBench.resolving(List.of("*.example.com"), InetAddress::getAllByName))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WebhookAnswer call(WebhookBench bench, String url) {
        return bench.client()
                .call(new WebhookRequest(
                        "msg_1", url, null, new WebhookEvent("test", Instant.EPOCH, Map.of()), EFFORT));
    }

    private static void refused(ProblemType type, WebhookBench bench, String url) {
        assertThatThrownBy(() -> call(bench, url))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(type));
    }

    private static InetAddress[] addresses(String name, @Nullable String addresses) throws UnknownHostException {
        if (addresses == null || addresses.isEmpty()) {
            throw new UnknownHostException(name);
        }
        String[] texts = addresses.split(" ", -1);
        InetAddress[] found = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            found[i] = InetAddress.getByName(texts[i]);
        }
        return found;
    }
}
