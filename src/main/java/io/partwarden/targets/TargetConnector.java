package io.partwarden.targets;

import io.partwarden.security.AllowedHosts;
import io.partwarden.security.HostName;
import io.partwarden.security.SecretReference;
import io.partwarden.security.Secrets;
import io.partwarden.shared.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.util.PSQLState;
import org.springframework.stereotype.Component;

/**
 * Makes one connection to a target from its typed settings: nothing of a request is a URL or a driver property. Hosts are admitted
 * and secrets read anew at each connect. A server that accepts but never answers is given up after the connect timeout.
 */
@Component
final class TargetConnector {

    private static final String NONE = "";

    private final TargetProperties.Sessions limits;
    private final AllowedHosts allowedHosts;
    private final Secrets secrets;

    TargetConnector(TargetProperties properties, Secrets secrets) {
        this.limits = properties.sessions();
        this.allowedHosts = new AllowedHosts("partwarden.targets.allowed-hosts", properties.allowedHosts());
        this.secrets = secrets;
    }

    /** 403 if a host may not be a target's; targets of our own configuration may be anywhere. */
    void requireAllowed(Target target) {
        admission(target);
    }

    /** A connection without any of our session settings, for whoever sets them; {@code servers}: the driver's targetServerType. */
    Connection connect(Target target, String servers) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        place(source, target.settings().endpoint(), servers);
        Optional<AllowedHosts.Admission> byAddress = admission(target);
        byAddress.ifPresent(admission -> {
            source.setSocketFactory(GuardedSocketFactory.class.getName());
            source.setSocketFactoryArg(String.join(",", admission.networks()));
        });
        limit(source);
        Login login = target.settings().login();
        SecretReference password = login.password();
        List<Path> copies = new ArrayList<>();
        try {
            secure(source, target.settings().tls(), copies);
            // An empty password rather than none, for which the driver would look into ~/.pgpass.
            Connection connection = source.getConnection(login.username(), password == null ? NONE : read(password));
            // The driver uses no executor: it only sets the socket's timeout, which was for the login.
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException e) {
            throw isForeignName(e, target.settings().tls()) ? unverified(e) : e;
        } finally {
            delete(copies);
        }
    }

    /** The driver reports a certificate of another host as a lost connection, but one that nothing on the network has lost. */
    private static boolean isForeignName(SQLException failure, Tls tls) {
        return tls.mode().verifies()
                && PSQLState.CONNECTION_FAILURE.getState().equals(failure.getSQLState())
                && failure.getCause() == null;
    }

    private static SQLException unverified(SQLException failure) {
        SSLPeerUnverifiedException mismatch =
                new SSLPeerUnverifiedException("The server's certificate does not name its host");
        mismatch.initCause(failure);
        return new SQLException(mismatch);
    }

    private Optional<AllowedHosts.Admission> admission(Target target) {
        if (target.origin() == Target.Origin.CONFIGURATION || target.origin() == Target.Origin.EMBEDDED) {
            return Optional.empty();
        }
        List<String> networks = new ArrayList<>();
        for (String host : target.settings().endpoint().hosts()) {
            networks.addAll(HostName.parse(host)
                    .flatMap(allowedHosts::admit)
                    .orElseThrow(() -> notAllowed(host))
                    .networks());
        }
        return networks.isEmpty() ? Optional.empty() : Optional.of(new AllowedHosts.Admission(networks));
    }

    private static Problem notAllowed(String host) {
        return Problem.of(
                TargetProblems.NOT_ALLOWED,
                "The host " + host + " is not among those that may be targets, or its name has no address there. The"
                        + " operator of this service allows hosts with partwarden.targets.allowed-hosts.");
    }

    private static void place(PGSimpleDataSource source, Endpoint endpoint, String servers) {
        source.setServerNames(endpoint.hosts().stream()
                .map(host -> HostName.parse(host).orElseThrow(() -> notAllowed(host)))
                .map(HostName::inUrl)
                .toArray(String[]::new));
        int[] ports = new int[endpoint.hosts().size()];
        Arrays.fill(ports, endpoint.port());
        source.setPortNumbers(ports);
        source.setDatabaseName(endpoint.database());
        source.setTargetServerType(servers);
    }

    private void limit(PGSimpleDataSource source) {
        int connectSeconds = (int) limits.connectTimeout().toSeconds();
        source.setConnectTimeout(connectSeconds);
        source.setSocketTimeout(connectSeconds);
        // Bounds the name's resolution too.
        source.setLoginTimeout(connectSeconds * 2);
        source.setSslResponseTimeout((int) limits.connectTimeout().toMillis());
        source.setCancelSignalTimeout(connectSeconds);
        source.setTcpKeepAlive(true);
        source.setGssEncMode("disable");
    }

    private void secure(PGSimpleDataSource source, Tls tls, List<Path> copies) {
        source.setSslMode(tls.mode().text());
        // Empty means none; unset, the driver would use what lies in ~/.postgresql or ask on the console.
        source.setSslCert(copy(tls.certificate(), copies));
        source.setSslKey(copy(tls.key(), copies));
        source.setProperty(PGProperty.SSL_PASSWORD, NONE);
        if (tls.rootCertificate() != null) {
            source.setSslRootCert(copy(tls.rootCertificate(), copies));
        } else if (tls.mode().verifies()) {
            source.setSslfactory(DefaultJavaSSLFactory.class.getName());
        }
    }

    /** The driver takes certificates as files only; the copy is readable by us alone and lives as long as the login. */
    private String copy(@Nullable SecretReference reference, List<Path> copies) {
        if (reference == null) {
            return NONE;
        }
        try {
            Path file = Files.createTempFile("partwarden-tls", ".pem");
            copies.add(file);
            return Files.writeString(file, read(reference)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(SecretReference reference) {
        return secrets.read(reference, TargetProblems.SECRET_MISSING);
    }

    private static void delete(List<Path> copies) {
        for (Path copy : copies) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                copy.toFile().deleteOnExit();
            }
        }
    }
}
