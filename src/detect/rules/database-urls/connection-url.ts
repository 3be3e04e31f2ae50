import type { Rule } from '../../rule.js';
import { isShownPassword } from '../../checks/placeholder.js';

const accept = ({ secret }: { secret: string }): boolean => !isShownPassword(secret);

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
      re: /(?:postgres|postgresql|mysql|mysql2|mariadb|cockroachdb|sqlserver|mssql|oracle|clickhouse|snowflake|cassandra|couchdb|influxdb|neo4j|bolt)(?:\+\w{1,12})?:\/\/[^\s:@/"'<>{}$]{0,64}:(?<secret>[^\s@/"'<>{}$]{3,128})@[\w.[-]/i,
      accept,
    },
    {
      re: /(?:mongodb|redis|rediss|valkey|amqp|amqps|nats|kafka|ldap|ldaps|ftp|ftps|sftp|smtp|smtps|imap|imaps|ssh|mqtt|mqtts|stomp|cloudinary)(?:\+srv)?:\/\/[^\s:/"'<>{}$]{0,64}:(?<secret>[^\s@/"'<>{}$]{3,128})@[\w.[-]/i,
      accept,
    },
    // Cameras, shares, sockets, proxies, and what code is fetched from.
    {
      re: /(?:rtsp|rtsps|rtmp|smb|webdav|webdavs|socks4|socks5|socks5h|pop3|pop3s|svn|wss|telnet|vnc|rdp|presto|trino|hive2|redshift|vertica|rabbitmq):\/\/[^\s:@/"'<>{}$]{1,64}:(?<secret>[^\s@/"'<>{}$]{3,128})@[\w.[-]/i,
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
    ],
    silent: [
      'postgres://user:password@localhost/mydb',
      'mongodb://localhost:27017/app',
      'mysql://${USER}:${PASS}@db/app',
      'redis://cache:6379',
      'mongodb://<user>:<password>@cluster0.mongodb.net',
    ],
  },
};
