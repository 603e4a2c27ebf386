/** TLS on listeners and between brokers. */
import { bool, javaClass, list, oneOf, password, perBroker, readOnly, type Setting, string } from '../setting.ts'

// biome-ignore format: a table
export const tlsSettings: readonly Setting[] = [
  bool('ssl.allow.dn.changes', false, readOnly,
    'Whether a new certificate may carry another distinguished name.'),
  bool('ssl.allow.san.changes', false, readOnly, 'Whether a new certificate may carry other alternative names.'),
  list('ssl.cipher.suites', [], perBroker, "The cipher suites on offer; empty: the library's choice."),
  string('ssl.client.auth', 'none', perBroker,
    'Whether clients must show a certificate: required, requested or none.', oneOf('required', 'requested', 'none')),
  list('ssl.enabled.protocols', ['TLSv1.2', 'TLSv1.3'], perBroker, 'The TLS versions on offer.'),
  string('ssl.endpoint.identification.algorithm', 'https', perBroker,
    "How the name in a server's certificate is checked; empty: not at all."),
  javaClass('ssl.engine.factory.class', null, perBroker, 'A Java class that makes TLS engines.'),
  password('ssl.key.password', perBroker, 'The password of the private key.'),
  string('ssl.keymanager.algorithm', 'SunX509', perBroker, "Java's key manager algorithm."),
  password('ssl.keystore.certificate.chain', perBroker, 'The certificate chain itself, as PEM text.'),
  password('ssl.keystore.key', perBroker, 'The private key itself, as PEM text.'),
  string('ssl.keystore.location', null, perBroker, "The file that holds the broker's key and certificate."),
  password('ssl.keystore.password', perBroker, 'The password of that file.'),
  string('ssl.keystore.type', 'JKS', perBroker, 'The format of that file: JKS, PKCS12 or PEM.'),
  string('ssl.principal.mapping.rules', 'DEFAULT', readOnly,
    "Rules that turn a certificate's name into a principal."),
  string('ssl.protocol', 'TLSv1.3', perBroker, 'The TLS version that is preferred.'),
  string('ssl.provider', null, perBroker, "Java's security provider for TLS."),
  string('ssl.secure.random.implementation', null, perBroker, "Java's random generator for TLS."),
  string('ssl.trustmanager.algorithm', 'PKIX', perBroker, "Java's trust manager algorithm."),
  password('ssl.truststore.certificates', perBroker, 'The trusted certificates themselves, as PEM text.'),
  string('ssl.truststore.location', null, perBroker, 'The file that holds the trusted certificates.'),
  password('ssl.truststore.password', perBroker, 'The password of that file.'),
  string('ssl.truststore.type', 'JKS', perBroker, 'The format of that file: JKS, PKCS12 or PEM.'),
]
