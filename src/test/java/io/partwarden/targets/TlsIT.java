package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.security.SecretReference;
import io.partwarden.shared.Problem;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A server with a certificate of a private authority, as RDS and Cloud SQL have; its one name is localhost. */
class TlsIT {

    private static final String PASSWORD = "changeit";
    private static final PostgresServer SERVER = PostgresServer.version(16);

    @TempDir
    private static Path directory;

    @BeforeAll
    static void turnOn() throws Exception {
        KeyStore keys = authorityAndServer("ours");
        write("server.pem", pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        write(
                "server.key",
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        write("root.pem", pem("CERTIFICATE", keys.getCertificate("root").getEncoded()));
        write(
                "other.pem",
                pem(
                        "CERTIFICATE",
                        authorityAndServer("theirs").getCertificate("root").getEncoded()));
        configure(Map.of(
                "ssl_cert_file", directory.resolve("server.pem").toString(),
                "ssl_key_file", directory.resolve("server.key").toString(),
                "ssl", "on"));
    }

    @AfterAll
    static void turnOff() throws SQLException {
        configure(Map.of("ssl", "off"));
    }

    @Test
    void theRightAuthorityIsTrusted() {
        for (TlsMode mode : List.of(TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL)) {
            assertThat(isEncrypted("localhost", mode, "root.pem")).isTrue();
        }
    }

    @Test
    void anotherAuthorityIsNot() {
        refused("localhost", TlsMode.VERIFY_FULL, "other.pem");
        refused("localhost", TlsMode.VERIFY_CA, "other.pem");
    }

    @Test
    void withoutAnAuthorityOnlyThoseOfTheJvmAreTrusted() {
        refused("localhost", TlsMode.VERIFY_FULL, null);
    }

    @Test
    void theHostsNameMustBeInTheCertificateWithVerifyFullOnly() {
        refused("127.0.0.1", TlsMode.VERIFY_FULL, "root.pem");
        assertThat(isEncrypted("127.0.0.1", TlsMode.VERIFY_CA, "root.pem")).isTrue();
    }

    @Test
    void tlsIsUsedWhereItIsPreferred() {
        assertThat(isEncrypted("127.0.0.1", TlsMode.PREFER, null)).isTrue();
        assertThat(isEncrypted("127.0.0.1", TlsMode.DISABLE, null)).isFalse();
    }

    private static boolean isEncrypted(String host, TlsMode mode, @Nullable String root) {
        TestDatabase database = SERVER.newDatabase();
        try (TargetBench bench = new TargetBench(List.of("127.0.0.1", "localhost"), directory, new JdbcTemplate())) {
            Tls tls = new Tls(
                    mode,
                    root == null ? null : SecretReference.parse("file:" + root).orElseThrow(),
                    null,
                    null);
            Target target = bench.target(database).hosts(host).tls(tls).build();
            Boolean encrypted = bench.sessions()
                    .read(
                            target,
                            jdbc -> jdbc.sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                                    .query(Boolean.class)
                                    .single());
            return Boolean.TRUE.equals(encrypted);
        }
    }

    private static void refused(String host, TlsMode mode, @Nullable String root) {
        assertThatThrownBy(() -> isEncrypted(host, mode, root))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isIn(TargetProblems.TLS_REFUSED));
    }

    private static KeyStore authorityAndServer(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        keytool(store, "-alias", "root", "-dname", "CN=" + name + " root", "-ext", "bc:c=ca:true");
        keytool(store, "-alias", "server", "-dname", "CN=server", "-ext", "san=dns:localhost", "-signer", "root");
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static void keytool(Path store, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static void write(String file, String content) throws IOException {
        Path path = Files.writeString(directory.resolve(file), content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }

    private static void configure(Map<String, String> settings) throws SQLException {
        try (Connection superuser = SERVER.superuser("postgres");
                Statement statement = superuser.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.execute("ALTER SYSTEM SET " + setting.getKey() + " = '" + setting.getValue() + "'");
            }
            statement.execute("SELECT pg_reload_conf()");
        }
    }
}
