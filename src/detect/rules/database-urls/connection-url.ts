import type { Candidate, Rule } from '../../rule.js';
import { isDefaultAccount } from '../../checks/default-account.js';
import { isShownPassword } from '../../checks/placeholder.js';

// Oracle's account for trying things out since its first version, which documents still show: scott/tiger.
const isShownAccount = ({ text, secret, after }: Candidate): boolean =>
  secret === 'tiger' &&
  text.includes('://scott:') &&
  /@[\w-]+(?![\w.-])/.test(text.slice(text.lastIndexOf('@')) + after);

const isDefault = (candidate: Candidate): boolean =>
  isShownAccount(candidate) || isDefaultAccount(candidate.text + candidate.after, candidate.secret);

const accept = (candidate: Candidate): boolean => !isShownPassword(candidate.secret) && !isDefault(candidate);

/** Groups of an address of IPv6, as stand where a line of .pgpass has the names of a database and a user. */
const IN_ADDRESS = /^:\d{4}:[\da-f]{1,4}:[\da-f]{1,4}:[\da-f]{1,4}(?![\w.-])/i;
/** A line of an account, `root:*:0:0:System Administrator:`, has numbers where a database and its user would have names. */
const ACCOUNT = /^:\*:-?\d+:-?\d+:/;

export const rule: Rule = {
  pattern: 'database_url',
  variant: 'connection-url',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'database-urls',
  about: 'The address of a database, queue, mail server or camera with its password: all that is stored there.',
  anatomy:
    'a scheme such as postgres://, mongodb+srv:// or redis://, optionally a user, a colon, the password, @, a host',
  source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  match: [
    {
      re: /(?:postgres|postgresql|timescaledb|mysql|mysql2|mysqlx|mariadb|cockroachdb|sqlserver|mssql|oracle|clickhouse|snowflake|cassandra|couchdb|influxdb|neo4j|bolt|db2|ibm_db_sa|firebird|teradatasql|exasol|hana|crate|scylla|couchbases?|elasticsearch|hive|impala|redshift|vertica)(?:\+\w{1,24})?:\/\/[^\s:@/"'<>{}$]{0,64}:(?<secret>[^\s@/"'<>{}$]{3,128})@[\w.[-]/i,
      accept,
    },
    {
      re: /(?:mongodb|redis|rediss|valkey|amqp|amqps|nats|kafka|ldap|ldaps|ftp|ftps|sftp|smtp|smtps|imap|imaps|ssh|mqtt|mqtts|stomp|cloudinary|memcached|keydb|redis-sentinel)(?:\+(?:srv|ssl|tls|socket))?:\/\/[^\s:/"'<>{}$]{0,64}:(?<secret>[^\s@/"'<>{}$]{3,128})@[\w.[-]/i,
      accept,
    },
    // Cameras, shares, sockets, proxies, and what code is fetched from.
    {
      re: /(?:rtsp|rtsps|rtmp|smb|webdav|webdavs|socks4|socks5|socks5h|pop3|pop3s|svn|wss?|telnet|vnc|rdp|presto|trino|hive2|rabbitmq):\/\/[^\s:@/"'<>{}$]{1,64}:(?<secret>[^\s@/"'<>{}$]{3,128})@[\w.[-]/i,
      accept,
    },
    // Without a scheme: Go's user:password@tcp(host), Oracle's thin:user/password@, and a line of .pgpass.
    {
      re: /(?::(?<secret>[^\s@:/"'<>{}$]{6,64})@tcp\()/,
      accept,
    },
    { re: /oracle:thin:\w{1,64}\/(?<secret>[^\s@:/"'<>{}$]{6,64})@/, accept },
    {
      re: /:(?:5432|5433|6432|6543|26257|\*):[\w*.-]{1,63}:[\w.-]{1,63}:(?<secret>[^\s:"'<>{}$]{6,128})/,
      // The contexts of styles in zsh are stars too, to their end: `:completion:*:*:git:*`.
      accept: (candidate) =>
        !(candidate.text.startsWith(':*:') && candidate.secret.startsWith('*')) &&
        !IN_ADDRESS.test(candidate.text) &&
        !ACCOUNT.test(candidate.text) &&
        accept(candidate),
    },
  ],
  examples: {
    fires: [
      'postgres://shop:shop@db.stranger.invalid/shop',
      'DATABASE_URL=postgresql://shop:v8Kq0zPm2xL@db.stranger.invalid:5432/shop',
      'mongodb+srv://app:qz81mxp2vj5w@cluster0.stranger.invalid/app?retryWrites=true',
      'redis://:7f3kq0z81mxp@cache.stranger.invalid:6379/0',
      'smtps://shop@stranger.invalid:qz81mxp2vj5w@smtp.stranger.invalid:465',
      'rtsp://admin:qz81mxp2vj5w@10.0.0.9:554/stream1',
      'sql.Open("mysql", "shop:qz81mxp2vj5w@tcp(db:3306)/shop")',
      'jdbc:oracle:thin:shop/qz81mxp2vj5w@//db.stranger.invalid:1521/ORCL',
      'db.stranger.invalid:5432:shop:robot:qz81mxp2vj5w',
      'db2://shop:v8Kq0zPm2xLs83@db.stranger.invalid:50000/shop',
      'vertica+vertica_python://shop:v8Kq0zPm2xLs83@db.stranger.invalid/shop',
      '*:*:*:robot:v8Kq0zPm2xLs83',
      'postgres://postgres:postgres@db.stranger.invalid/shop',
    ],
    silent: [
      'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false',
      'root:*:0:0:System Administrator:/var/root:/bin/sh',
      'ftp://anonymous:jo@stranger.invalid@ftp.stranger.invalid/pub',
      'postgres://postgres:postgres@172.17.0.1:5432/postgres',
      'redis://default:redispw@localhost:6379',
      'postgres://docker:docker-password@host.docker.internal:5432/shop',
      'mysql://shop:shop@db.staging.svc.cluster.local/shop',
      "zstyle ':completion:*:*:git:*script' tag-order",
      'postgres://user:password@localhost/mydb',
      'create_engine("postgresql+psycopg2://scott:tiger@localhost:5432/mydatabase")',
      'DATABASE_URL="postgresql://johndoe:randompassword@localhost:5432/mydb?schema=public"',
      'mongodb://localhost:27017/app',
      'scheme://user:password1@host/path',
      'mysql://${USER}:${PASS}@db/app',
      'redis://cache:6379',
      'DATABASE_URL: postgres://postgres:postgres@localhost:5432',
      'amqp://guest:guest@rabbit:5672/',
      'user:password@tcp(localhost:3306)/shop',
      'mongodb://<user>:<password>@cluster0.mongodb.net',
      'postgresql://[user]:[password]@db.stranger.invalid/shop',
    ],
  },
};
