import type { Candidate, Rule } from '../../rule.js';
import { isShownPassword } from '../../checks/placeholder.js';

/**
 * What databases and queues are installed with and pipelines start them with: the name is the password, and the host
 * this machine or a container beside it, `postgres://postgres:postgres@localhost`, `amqp://guest:guest@rabbit:5672`.
 */
function isDefault({ text, secret, after }: Candidate): boolean {
  const user = /:\/\/([^:]*):/.exec(text)?.[1];
  // Oracle's account for trying things out since its first version, which documents still show: scott/tiger.
  return (
    (user === secret || (user === 'scott' && secret === 'tiger')) &&
    /@(?:127\.0\.0\.1|\[?::1|[\w-]+)(?![\w.-])/.test(text.slice(text.lastIndexOf('@')) + after)
  );
}

const accept = (candidate: Candidate): boolean => !isShownPassword(candidate.secret) && !isDefault(candidate);

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
      accept,
    },
  ],
  examples: {
    fires: [
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
    ],
  },
};
