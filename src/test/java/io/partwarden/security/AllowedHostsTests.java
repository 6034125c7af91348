package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTests {

    private static final String PROPERTY = "partwarden.feature.allowed-hosts";

    private final AllowedHosts allowed = new AllowedHosts(
            PROPERTY, List.of("db.example.com", ".internal.example", "127.0.0.0/8", "fd00::/8", "192.0.2.7", "::1"));

    @ParameterizedTest
    @CsvSource({
        "db.example.com, db.example.com",
        "DB.Example.COM., db.example.com",
        "a.b.internal.example, a.b.internal.example",
        "127.255.0.9, 127.255.0.9",
        "[fd12::1], fd12:0:0:0:0:0:0:1",
        "::ffff:127.0.0.1, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "192.0.2.7, 192.0.2.7"
    })
    void whatIsListedIsAllowedInItsCanonicalForm(String written, String canonical) {
        HostName host = HostName.parse(written).orElseThrow();

        assertThat(host.value()).isEqualTo(canonical);
        assertThat(allowed.admit(host)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "evil-db.example.com",
                "db.example.com.evil.example",
                "internal.example",
                "xinternal.example",
                "128.0.0.1",
                "0.0.0.0",
                "::",
                "::ffff:10.0.0.1",
                "fe80::1",
                "192.0.2.8",
                "no-such-host.invalid"
            })
    void whatIsNotListedIsNot(String host) {
        assertThat(allowed.admit(HostName.parse(host).orElseThrow())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "127.1",
                "127.0.0.01",
                "0177.0.0.1",
                "127.0.0.1.",
                "127.0.0.1..",
                "a..b",
                "-a",
                "a-",
                "",
                ".",
                "/var/run/postgresql",
                "a/b",
                "a?user=x",
                "a&ssl=false",
                "a,b",
                "a:5432",
                "a b",
                "a\u0000b",
                "a%00",
                "[::1",
                "::1]",
                "fe80::1%eth0",
                "[::1]:5432",
                "b\u00fccher.example",
                "\uff41.example"
            })
    void whatOnlyLooksLikeAHostIsNone(String text) {
        assertThat(HostName.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "name/8", "*", "*.example.com", ".127.0.0.1", ""})
    void anUnusablePatternStopsTheStart(String pattern) {
        assertThatThrownBy(() -> new AllowedHosts(PROPERTY, List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PROPERTY);
    }

    @Test
    void aNameThatOnlyANetworkAllowsIsCheckedAtTheAddressItHas() {
        assertThat(new AllowedHosts(PROPERTY, List.of("127.0.0.0/8", "::1/128"))
                        .admit(HostName.parse("localhost").orElseThrow()))
                .hasValueSatisfying(
                        admission -> assertThat(admission.networks()).isNotEmpty());
        assertThat(allowed.admit(HostName.parse("db.example.com").orElseThrow()))
                .hasValueSatisfying(
                        admission -> assertThat(admission.networks()).isEmpty());
    }
}
